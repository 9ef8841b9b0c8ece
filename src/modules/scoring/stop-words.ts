const ENGLISH = `a about above after again against all also am an and any are as at be because been before being below
between both but by can could did do does doing down during each few for from further had has have having here how i if
in into is it its itself just may me more most must my no nor not now of off on once only or other our ours out over own
per same shall should so some such than that the then there these this those through to too under until up us very via
was we were what when where which while who whom why will with within without would you your yours`
const FRENCH = `au aux avec ce ces cet cette chez comme dans de des du en est et etre eu ont ou par pas plus pour qui que
quoi sa sans se ses son sont sous sur ta tes un une vos votre notre nos nous vous je tu le la les leur leurs mais ni ne
dont ainsi afin tout tous toute toutes tres aussi entre`
const GERMAN = `ab aber als am an auch auf aus bei bin bis das dass dem den der des die doch durch ein eine einem einen
einer eines er es fur hat haben ich ihr im in ist kein keine mit nach nicht noch nur oder ohne sehr sein seine sich sind
so sowie uber um und uns unser unsere unter vom von vor war werden wie wir wird zu zum zur zwischen`
const SPANISH = `al ante bajo como con contra cual cuando de del desde donde durante el ella en entre era es esta este
esto fue ha han hasta hay la las lo los mas mi muy nos nuestra nuestro o para pero por que se sin sobre son su sus
tambien un una uno unos y ya`
const ITALIAN = `ad agli ai al alla alle allo anche che chi ci col come con cui da dai dal dalla dalle degli dei del della
delle dello di e ed gli ha ho il in io la le lo ma mi ne nei nel nella nelle noi non nostro o per piu se si sia sono su
sul sulla tra un una uno voi`
const PORTUGUESE = `ao aos as com como da das de do dos e em entre essa esse esta este eu foi isso ja mais mas na nas nao
nos no num numa o os ou para pela pelo por que se sem ser seu seus sua suas tambem um uma voce`
const DUTCH = `aan als bij dan dat de deze die dit door een en er het hun ik in is je kan met mijn naar niet nog of om
onder ons ook op over te tot uit van veel voor was we wij worden zal ze zich zijn`
// What every job and every resume says distinguishes none of them.
const BOILERPLATE = `ability able applicant apply candidate career company duties employee employer environment
excellent experience experienced good great help including job join knowledge looking month opportunity people plus
position preferred professional proficient qualification required requirement responsibilities responsible resume role
skill skills strong successful summary support team various work worked working year years`
/** So that a text says the same whoever it is about. */
const PRONOUNS = `he she they him her his hers them their theirs himself herself themselves elle elles il ils lui eux
sie ihm ihn ihnen ihre el ellos ellas le les lui lei loro ele eles ela elas hij zij hem haar mr mrs ms miss sir madam
herr frau monsieur madame senor senora signor signora`
/** Words about the person and not the work: sex, family, age, origin, belief, health. */
const TRAITS = `male female man woman men women gender sex age aged born birth birthday birthdate birthplace married
single divorced widowed widow widower spouse husband wife mother father mom dad parent pregnancy pregnant maternity
paternity parental leave caregiving sabbatical marital nationality citizen citizenship ethnicity ethnic race religion
religious christian catholic protestant muslim islam jewish hindu buddhist sikh atheist disability disabled veteran
geboren geburtsdatum geburtsort familienstand verheiratet ledig geschieden verwitwet staatsangehorigkeit nationalitat
konfession mannlich weiblich nee naissance celibataire marie mariee divorce nationalite masculin feminin sexe
nacimiento casado casada soltero soltera divorciado divorciada nacionalidad masculino femenino sexo nascita sposato
sposata celibe nubile nazionalita maschio femmina nascimento solteiro solteira nacionalidade geboortedatum
geboorteplaats gehuwd ongehuwd gescheiden nationaliteit geslacht`

/** A line with one that no field of the resume holds is about a person and not about work. */
export const TRAIT_WORDS: ReadonlySet<string> = new Set(TRAITS.split(/\s+/))

export const STOP_WORDS: ReadonlySet<string> = new Set(
  [ENGLISH, FRENCH, GERMAN, SPANISH, ITALIAN, PORTUGUESE, DUTCH, BOILERPLATE, PRONOUNS, TRAITS].flatMap(
    (list) => list.split(/\s+/),
  ),
)
