/** States and provinces of countries where people write them behind their city, with older spellings. */
export const STATES_BY_COUNTRY: Record<string, string> = {
  IN: `Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Chattisgarh|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand|
    Karnataka|Kerala|Madhya Pradesh|Maharashtra|Maharastra|Manipur|Meghalaya|Mizoram|Nagaland|Odisha|Orissa|Punjab|Rajasthan|
    Sikkim|Tamil Nadu|Tamilnadu|Telangana|Telengana|Tripura|Uttar Pradesh|Uttarakhand|Uttaranchal|West Bengal|
    Jammu and Kashmir|Jammu & Kashmir|Ladakh|Chandigarh|Puducherry|Pondicherry|Delhi NCR|NCR|Andaman and Nicobar`,
  PK: 'Sindh|Balochistan|Khyber Pakhtunkhwa',
  AU: 'New South Wales|NSW|Queensland|QLD|Victoria|Tasmania|South Australia|Western Australia|Northern Territory',
  NZ: 'Otago|Canterbury|Waikato|Bay of Plenty',
  GB: `Greater London|Greater Manchester|West Midlands|West Yorkshire|South Yorkshire|North Yorkshire|Lancashire|Kent|Essex|
    Surrey|Hampshire|Hertfordshire|Berkshire|Oxfordshire|Cambridgeshire|Norfolk|Suffolk|Devon|Cornwall|Somerset|
    Gloucestershire|Wiltshire|Merseyside|Cheshire|Derbyshire|Nottinghamshire|Leicestershire|Staffordshire|Warwickshire|
    Buckinghamshire|Bedfordshire|Lincolnshire|Northamptonshire|East Sussex|West Sussex|Tyne and Wear|County Durham`,
  IE: 'Co. Cork|Co. Dublin|Co. Kerry|Co. Galway|Co. Limerick|Co. Kildare|Co. Mayo|County Cork|County Dublin',
  DE: `Bayern|Bavaria|Hessen|Hesse|Niedersachsen|Lower Saxony|Sachsen|Saxony|Thüringen|Brandenburg|Baden-Württemberg|
    Nordrhein-Westfalen|North Rhine-Westphalia|Rheinland-Pfalz|Saarland|Schleswig-Holstein|Sachsen-Anhalt`,
  NG: 'Lagos State|Rivers State|Oyo State|Kano State|Ogun State|Enugu State|Anambra State',
  ZA: 'Gauteng|Western Cape|KwaZulu-Natal|Eastern Cape|Free State|Limpopo|Mpumalanga',
  MY: 'Selangor|Johor|Penang|Sarawak|Sabah|Perak',
  BR: 'Minas Gerais|Bahia|Paraná|Santa Catarina|Rio Grande do Sul|Pernambuco|Ceará|Goiás',
  MX: 'Jalisco|Nuevo León|Puebla|Yucatán|Querétaro|Guanajuato|Veracruz',
}

/** Large towns by country. */
export const CITIES_BY_COUNTRY: Record<string, string> = {
  IN: `Agra|Ahmednagar|Ajmer|Akola|Aligarh|Allahabad|Prayagraj|Alwar|Ambala|Amravati|Amritsar|Anantapur|Asansol|Aurangabad|
    Bareilly|Belagavi|Belgaum|Bellary|Bengaluru Urban|Bangalore Urban|Bhagalpur|Bhavnagar|Bhilai|Bhiwandi|Bhopal|Bhubaneswar|
    Bhubaneshwar|Bikaner|Bilaspur|Bokaro|Bombay|Calcutta|Calicut|Kozhikode|Cochin|Coimbatore|Cuttack|Davanagere|Dehradun|Dewas|
    Dhanbad|Dharwad|Durgapur|Erode|Faridabad|Gandhinagar|Ghaziabad|Gorakhpur|Greater Noida|Gulbarga|Guntur|Guwahati|Gwalior|
    Haldwani|Haridwar|Hisar|Hosur|Hubli|Imphal|Indore|Itanagar|Jabalpur|Jalandhar|Jalgaon|Jammu|Jamnagar|Jamshedpur|Jhansi|
    Jodhpur|Kakinada|Kalyan|Kannur|Kanpur|Karimnagar|Karnal|Kolhapur|Kollam|Kota|Kottayam|Kurnool|Latur|Lucknow|Ludhiana|
    Madras|Madurai|Malappuram|Mangalore|Mangaluru|Mathura|Meerut|Mohali|Moradabad|Muzaffarnagar|Muzaffarpur|Mysore|Mysuru|
    Nagpur|Nanded|Nashik|Nasik|Navi Mumbai|Nellore|Nizamabad|Palakkad|Palghat|Panaji|Panchkula|Panipat|Pathankot|Patiala|Patna|
    Pimpri|Pimpri-Chinchwad|Poona|Raipur|Rajahmundry|Rajkot|Ranchi|Ratlam|Rohtak|Roorkee|Rourkela|Salem|Sangli|Satara|
    Secunderabad|Shillong|Shimla|Shimoga|Sikar|Siliguri|Solapur|Sonipat|Srinagar|Surat|Thane|Thanjavur|Thrissur|Trichur|
    Tiruchirappalli|Trichy|Tirunelveli|Tirupati|Tiruppur|Trivandrum|Thiruvananthapuram|Tumkur|Udaipur|Udupi|Ujjain|Ulhasnagar|
    Vadodara|Baroda|Varanasi|Vasai|Vellore|Vijayawada|Visakhapatnam|Vizag|Warangal|Whitefield|Yamunanagar|Gachibowli`,
  US: `Akron|Albany|Albuquerque|Alexandria|Allentown|Anaheim|Anchorage|Ann Arbor|Annapolis|Arlington|Asheville|Aurora|
    Bakersfield|Baltimore|Baton Rouge|Bellevue|Berkeley|Bethesda|Birmingham|Boise|Boulder|Bridgeport|Buffalo|Burbank|
    Burlington|Cambridge|Chandler|Charleston|Chattanooga|Chesapeake|Cincinnati|Cleveland|Colorado Springs|Columbia|Columbus|
    Corpus Christi|Cupertino|Dayton|Des Moines|Durham|El Paso|Eugene|Evanston|Fargo|Fayetteville|Fort Collins|
    Fort Lauderdale|Fort Wayne|Fort Worth|Fremont|Fresno|Gainesville|Garland|Gilbert|Glendale|Grand Rapids|Green Bay|
    Greensboro|Greenville|Hartford|Henderson|Hialeah|Hoboken|Honolulu|Huntington Beach|Huntsville|Indianapolis|Irvine|Irving|
    Jacksonville|Jersey City|Kansas City|Knoxville|Lansing|Laredo|Lexington|Lincoln|Little Rock|Long Beach|Louisville|
    Lubbock|Madison|Memphis|Menlo Park|Mesa|Milwaukee|Mobile|Modesto|Montgomery|New Haven|New Orleans|Newark|Newport Beach|
    Norfolk|Oklahoma City|Olympia|Omaha|Orlando|Overland Park|Oxnard|Pasadena|Peoria|Plano|Princeton|Providence|Provo|
    Queens|Redmond|Redwood City|Reno|Richmond|Riverside|Rochester|Rockville|Saint Louis|St. Louis|Saint Paul|St. Paul|
    Salem|San Bernardino|San Mateo|Santa Ana|Santa Barbara|Santa Clara|Santa Cruz|Santa Monica|Savannah|Scottsdale|
    Shreveport|Silver Spring|Sioux Falls|Spokane|Springfield|Stamford|Stockton|Sunnyvale|Syracuse|Tacoma|Tallahassee|Tampa|
    Tempe|Toledo|Topeka|Towson|Trenton|Tucson|Tulsa|Tuscaloosa|Virginia Beach|Waco|Washington|West Palm Beach|Wichita|
    Wilmington|Winston-Salem|Worcester|Yonkers`,
  GB: `Aberdeen|Bath|Belfast|Blackpool|Bolton|Bournemouth|Bradford|Brighton|Cardiff|Chester|Coventry|Derby|Doncaster|Dundee|
    Durham|Exeter|Gloucester|Guildford|Hull|Ipswich|Lancaster|Leicester|Luton|Middlesbrough|Milton Keynes|Newcastle|
    Newcastle upon Tyne|Northampton|Norwich|Nottingham|Peterborough|Plymouth|Portsmouth|Preston|Salford|Sheffield|
    Southampton|Stoke-on-Trent|Sunderland|Swansea|Swindon|Warwick|Wolverhampton|Worcester|York`,
  CA: `Brampton|Burnaby|Halifax|Hamilton|Kitchener|Laval|London, Ontario|Markham|Mississauga|Oakville|Quebec City|Regina|
    Richmond Hill|Saskatoon|Surrey|Victoria|Winnipeg|Windsor, Ontario`,
  AU: 'Ballarat|Darwin|Geelong|Gold Coast|Hobart|Newcastle, NSW|Parramatta|Townsville|Wollongong',
  IE: 'Galway|Limerick|Waterford|Kilkenny',
  NZ: 'Christchurch|Dunedin|Hamilton, New Zealand',
  PK: 'Faisalabad|Rawalpindi|Peshawar|Multan|Sialkot|Quetta',
  BD: 'Chittagong|Chattogram|Sylhet|Khulna',
  LK: 'Kandy|Galle|Negombo',
  NP: 'Pokhara|Lalitpur',
  PH: 'Quezon City|Cebu City|Cebu|Davao City|Taguig|Pasig|Mandaluyong|Pasay',
  MY: 'Petaling Jaya|Shah Alam|Johor Bahru|George Town|Cyberjaya',
  ID: 'Surabaya|Bandung|Medan|Yogyakarta|Denpasar|Semarang',
  VN: 'Da Nang|Haiphong|Saigon',
  SA: 'Jeddah|Dammam|Al Khobar|Mecca|Medina',
  AE: 'Sharjah|Ajman|Ras Al Khaimah|Al Ain',
  KW: 'Kuwait City',
  BH: 'Manama',
  OM: 'Muscat',
  EG: 'Alexandria, Egypt|Giza',
  NG: 'Ibadan|Port Harcourt|Kano|Enugu|Benin City',
  KE: 'Mombasa|Kisumu|Nakuru',
  ZA: 'Durban|Pretoria|Port Elizabeth|Bloemfontein|Sandton|Centurion',
  GH: 'Kumasi|Tema',
  UG: 'Kampala',
  TZ: 'Dar es Salaam',
  ET: 'Addis Ababa',
  ZW: 'Harare|Bulawayo',
  ZM: 'Lusaka',
}
