import { foldWords } from './fold.ts'

/** Words that name what somebody is employed as, folded; their feminine forms where those differ. */
const TITLE_WORDS = new Set(
  `accountant actor actuary administrator advisor adviser agent analyst apprentice architect artist assistant associate
  attorney auditor author banker bartender bookkeeper broker builder buyer captain caregiver carer cashier chairman chairperson chairwoman chef chief
  cleaner clerk coach coder columnist consultant contractor controller cook coordinator copywriter counsel counselor
  counsellor dean dentist designer detailer developer dietitian director dispatcher doctor draftsman driver economist
  editor educator electrician engineer estimator evangelist examiner executive expert facilitator fellow founder
  cofounder freelancer generalist geologist guard handyman head host hostess hygienist illustrator inspector instructor
  intern internship interpreter investigator janitor journalist judge laborer lawyer lead leader lecturer librarian
  linguist machinist maintainer manager mechanic member mentor merchandiser midwife model moderator musician nurse
  officer operator optician organizer owner packer painter paralegal paramedic partner pharmacist photographer
  physician physiotherapist pilot planner plumber president principal producer professor programmer promoter
  psychologist publicist realtor receptionist recruiter rep representative researcher sailor salesman salesperson saleswoman
  scientist scrum secretary seller server sergeant shareholder singer sommelier specialist sre staff stagehand
  steward strategist student supervisor surgeon surveyor sysadmin tailor teacher technician technologist teller
  tester therapist trader trainee trainer translator treasurer tutor underwriter vendor veterinarian videographer
  volunteer vp waiter waitress warden webmaster welder worker writer cto ceo cfo coo cio cmo cpo ciso
  ingenieur ingenieure developpeur developpeuse concepteur conceptrice chef cheffe directeur directrice responsable
  gestionnaire consultante analyste technicien technicienne assistante stagiaire alternant alternante apprenti
  apprentie charge chargee conseiller conseillere vendeur vendeuse administrateur administratrice comptable
  enseignant enseignante professeur formateur formatrice chercheur chercheuse redacteur redactrice infirmier infirmiere
  medecin avocat avocate coordinateur coordinatrice animateur animatrice fondateur fondatrice programmeur graphiste
  entwickler entwicklerin softwareentwickler softwareentwicklerin webentwickler webentwicklerin ingenieurin leiter
  leiterin teamleiter teamleiterin projektleiter projektleiterin abteilungsleiter bereichsleiter geschaftsfuhrer
  geschaftsfuhrerin berater beraterin unternehmensberater mitarbeiter mitarbeiterin werkstudent werkstudentin
  praktikant praktikantin praktikum auszubildender auszubildende fachinformatiker sachbearbeiter sachbearbeiterin
  verkaufer verkauferin kaufmann kauffrau techniker technikerin lehrer lehrerin dozent dozentin arzt arztin
  krankenschwester krankenpfleger pflegefachkraft buchhalter buchhalterin assistentin referent referentin trainerin
  designerin architektin managerin analystin administratorin wissenschaftler wissenschaftlerin programmierer
  programmiererin vorstand grunder grunderin spezialist spezialistin koch kochin fahrer mechatroniker mechaniker
  ingeniero ingeniera desarrollador desarrolladora programador programadora director directora gerente jefe jefa
  analista consultor consultora tecnico tecnica asistente auxiliar becario becaria practicante disenador disenadora
  arquitecto arquitecta administrativo administrativa contador contadora profesor profesora maestro maestra
  coordinador coordinadora responsable encargado encargada vendedor vendedora asesor asesora investigador investigadora
  enfermero enfermera medico abogado abogada fundador fundadora redactor redactora lider comercial dependiente camarero
  ingegnere sviluppatore sviluppatrice programmatore programmatrice direttore direttrice responsabile consulente tecnico
  assistente stagista tirocinante progettista architetto impiegato impiegata contabile insegnante professore
  professoressa coordinatore coordinatrice venditore ricercatore ricercatrice infermiere infermiera avvocato fondatore
  capo addetto addetta commesso commessa operaio cameriere
  engenheiro engenheira desenvolvedor desenvolvedora diretor diretora consultor estagiario estagiaria desenhista
  arquiteto arquiteta professora coordenador coordenadora chefe pesquisador pesquisadora enfermeiro enfermeira advogado
  advogada fundadora tecnologo atendente vendedora assessor auxiliar lider
  ontwikkelaar softwareontwikkelaar webontwikkelaar adviseur medewerker medewerkster stagiair directeur manager
  ontwerper docent leraar verpleegkundige boekhouder beheerder onderzoeker projectleider teamleider verkoper oprichter
  hoofd monteur programmeur
  barista beautician bricklayer butler cabinetmaker cartographer chemist biologist physicist mathematician
  statistician chiropractor choreographer composer conductor curator courier dancer dermatologist cardiologist
  radiologist oncologist pediatrician neurologist geophysicist hydrologist meteorologist ecologist microbiologist
  biochemist epidemiologist toxicologist pathologist anesthesiologist nutritionist firefighter fisherman florist
  forester gardener groomer hairdresser stylist housekeeper jeweler joiner lifeguard locksmith mason masseur
  midshipman nanny notary operative orderly paediatrician phlebotomist porter proofreader publisher ranger registrar
  roofer scaffolder sculptor seamstress socialworker solicitor barrister stenographer stocker storekeeper shopkeeper
  toolmaker typist upholsterer usher valet watchmaker webdesigner zookeeper ambassador animator archivist assembler
  captioner caretaker carpenter caterer commissioner concierge constable cosmetologist custodian detective diver
  drafter ergonomist farmer forwarder foreman fundraiser governor grader helper landscaper laborant launderer
  liaison logistician marketer messenger miner optometrist orthodontist outfitter paraprofessional patternmaker
  peddler policeman postdoc postman presenter proprietor prosecutor psychiatrist purchaser reporter rigger screener
  signaller splicer steelworker superintendent tiler undersecretary ceramist tattooist telemarketer videoeditor
  webdeveloper woodworker acheteur acheteuse agente aide aidesoignant aidesoignante ambulancier ambulanciere
  approvisionneur artisan attache attachee auditeur auditrice auxiliaire boulanger boulangere caissier caissiere
  cariste carrossier chauffeur chauffeuse chimiste coiffeur coiffeuse collaborateur collaboratrice commercial
  commerciale conducteur conductrice contremaitre controleur controleuse correspondant correspondante couturier
  couturiere createur creatrice cuisinier cuisiniere decorateur decoratrice dessinateur dessinatrice dieteticien
  dieteticienne documentaliste ebeniste economiste educateur educatrice electricien electricienne electronicien
  employe employee entrepreneur equipier equipiere estheticienne experte facteur factrice gerant gerante gouvernante
  hotesse huissier informaticien informaticienne instituteur institutrice inspecteur inspectrice integrateur
  integratrice interimaire intervenant intervenante jardinier journaliste juriste kinesitherapeute laborantin
  livreur livreuse logisticien logisticienne macon magasinier magasiniere maitresse manoeuvre manutentionnaire
  mecanicien mecanicienne menuisier metallier monteuse moniteur monitrice negociateur negociatrice notaire operateur
  operatrice opticien opticienne ouvrier ouvriere patissier patissiere paysagiste peintre pharmacien pharmacienne
  photographe planificateur planificatrice plombier plongeur preparateur preparatrice presidente producteur
  productrice programmeuse promoteur proviseur psychologue puericultrice receptionniste recruteur recruteuse
  representant representante scenariste secretaire serveur serveuse soudeur soudeuse superviseur superviseuse
  surveillant surveillante teleconseiller teleconseillere teleprospecteur testeur testeuse traducteur traductrice
  tresorier tresoriere urbaniste veterinaire videaste vacataire volontaire webmestre altenpfleger altenpflegerin
  anwalt anwaltin apotheker apothekerin arbeiter arbeiterin aushilfe aussendienstmitarbeiter backer backerin
  bankkaufmann bankkauffrau bauleiter bauingenieur bauingenieurin beamter beamtin betreuer betreuerin betriebsleiter
  betriebswirt bibliothekar bibliothekarin bilanzbuchhalter bilanzbuchhalterin biologe biologin burokauffrau
  burokaufmann chefarzt chemiker chemikerin controllerin diakon disponent disponentin dolmetscher dolmetscherin
  doktorand doktorandin dreher einkaufer einkauferin elektriker elektrikerin elektroniker elektronikerin erzieher
  erzieherin fachangestellte fachangestellter facharbeiter facharzt facharztin fachkraft fachlagerist filialleiter
  filialleiterin fliesenleger floristin forscher forscherin fotograf fotografin freiberufler friseur friseurin
  friseurmeister gartner gartnerin gastdozent geselle gesellschafter geschaftsleiter grafiker grafikerin
  gruppenleiter gruppenleiterin hausmeister hebamme heilerziehungspfleger hilfskraft hotelfachfrau hotelfachmann
  industriekauffrau industriekaufmann industriemechaniker informatiker informatikerin inhaber inhaberin installateur
  jurist juristin justiziar kassierer kassiererin kellner kellnerin kinderpflegerin konditor konditorin konstrukteur
  konstrukteurin koordinator koordinatorin kraftfahrer kundenberater kundenberaterin kundenbetreuer kundenbetreuerin
  kursleiter kursleiterin lackierer lagerist lagermitarbeiter landwirt landwirtin lektor lektorin logistiker
  logopade logopadin makler maler malerin marktleiter maschinenbauingenieur maschinenfuhrer maschinist maurer
  mediengestalter mediengestalterin meister meisterin metzger moderatorin optiker optikerin padagoge padagogin
  personalreferent personalreferentin personalleiter pfleger pflegerin pflegehelfer pflegehelferin physiotherapeut
  physiotherapeutin physiker physikerin polizist polizistin postbote praxisanleiter produktionshelfer
  produktionsleiter produktionsmitarbeiter produktmanager produktmanagerin professorin projektassistent
  projektassistentin projektingenieur projektkoordinator projektmanager projektmanagerin projektmitarbeiter
  prokurist prokuristin prufer pruferin psychologe psychologin psychotherapeut rechtsanwalt rechtsanwaltin redakteur
  redakteurin regisseur reinigungskraft restaurantfachfrau restaurantfachmann rettungssanitater richter richterin
  sachverstandiger sanitater schichtleiter schlosser schneider schneiderin schreiner schuler schulerin schweisser
  sekretar sekretarin servicetechniker servicekraft sozialarbeiter sozialarbeiterin sozialpadagoge sozialpadagogin
  spediteur stellvertreter steuerberater steuerberaterin steuerfachangestellte systemadministrator
  systemadministratorin testerin therapeut therapeutin tierarzt tierarztin tischler tischlerin tutorin ubersetzer
  ubersetzerin umschuler unternehmer unternehmerin veranstaltungskauffrau veranstaltungskaufmann verfahrenstechniker
  vermessungstechniker vertreter vertreterin vertriebsleiter vertriebsleiterin vertriebsmitarbeiter volontar
  volontarin vorarbeiter vorsitzender vorsitzende werkmeister werkzeugmechaniker wirtschaftsprufer zahnarzt
  zahnarztin zerspanungsmechaniker zimmermann zusteller hiwi hilfswissenschaftler actriz administrador
  administradora albanil animador animadora aprendiz archivista asistenta auditora ayudante azafata bibliotecario
  bibliotecaria biologo biologa bombero botones cajero cajera camarera canguro capataz carnicero carpintero cartero
  catedratico catedratica chofer cientifico cientifica cirujano cirujana cocinero cocinera colaborador colaboradora
  comprador compradora conductora conserje consejero consejera controlador controladora contable corrector
  correctora creador creadora cuidador cuidadora decorador decoradora delegado delegada dependienta dibujante
  economista educador educadora ejecutivo ejecutiva electricista empleado empleada emprendedor emprendedora
  entrenador entrenadora escritor escritora especialista estilista farmaceutico farmaceutica fisioterapeuta
  fontanero formador formadora fotografo fotografa fresador funcionario funcionaria gestor gestora guardia
  informatico inspectora instalador instructora interprete interventor jardinero jardinera jurista limpiador
  limpiadora locutor locutora logopeda maquetador marinero matrona mayordomo mecanico mensajero monitor monitora
  montador mozo notario operador operadora operario operaria orientador orientadora panadero peluquero peluquera
  peon perito periodista pintor planificador planificadora portero presidenta procurador productor productora
  promotor promotora psicologo psicologa publicista quimico recepcionista reponedor reportero secretario secretaria
  socorrista soldador subdirector subdirectora supervisora taxista teleoperador teleoperadora terapeuta tesorero
  tesorera trabajador trabajadora traductor traductora transportista tutora veterinario veterinaria vigilante
  voluntario voluntaria docente addestratore agronomo allenatore allenatrice amministratore amministratrice
  amministrativo amministrativa animatore apprendista artigiano assicuratore ausiliario ausiliaria autista autore
  autrice bagnino banconista barman borsista cantante capocantiere caporeparto caposala cassiere cassiera chimico
  collaboratore commercialista compositore conducente conduttore conduttrice consigliere cuoco cuoca curatore
  curatrice dattilografo dipendente dirigente disegnatore disegnatrice dottorando dottoranda educatore elettricista
  elettrotecnico esperto esperta facchino falegname farmacista fisioterapista fornaio geometra gestore giardiniere
  giornalista giudice idraulico imprenditore imprenditrice incaricato incaricata ispettore ispettrice istruttore
  istruttrice laboratorista lavapiatti logopedista macellaio magazziniere manovale manutentore marinaio meccanico
  mediatore mediatrice montatore muratore musicista notaio operatore organizzatore organizzatrice ostetrica ottico
  panettiere parrucchiere parrucchiera pasticcere pasticciere pittore pizzaiolo portalettere portiere praticante
  procuratore produttore produttrice promotore promotrice pulitore redattore redattrice regista relatore
  restauratore revisore saldatore sarta sarto scenografo scrittore scrittrice segretario segretaria specialista
  sorvegliante stilista supervisore supplente titolare tornitore traduttore traduttrice tutore vetrinista
  vicedirettore volontario volontaria ajudante arquivista bancario bancaria barbeiro bolsista bombeiro cabeleireiro
  cabeleireira camareira carpinteiro carteiro chapeiro cientista cirurgiao comissario condutor conferente
  confeiteiro conselheiro conselheira contabilista corretor corretora costureira cozinheiro cozinheira criador
  dentista despachante doutorando doutoranda eletricista eletrotecnico empregado empregada empresario empresaria
  encarregado encarregada escriturario estoquista executivo executiva ferramenteiro frentista garcom garconete
  inspetor inspetora instrutor instrutora jardineiro jornalista lojista maquinista marceneiro medica motoboy
  motorista nutricionista padeiro palestrante pedreiro pedagogo pedagoga planejador porteiro produtor produtora
  proprietario proprietaria publicitario publicitaria redator redatora repositor revisor revisora servente
  subgerente telefonista tesoureiro tesoureira torneiro trabalhador tradutor tradutora zelador accountmanager acteur
  advocaat ambtenaar analist applicatiebeheerder archivaris assemblagemedewerker bakker barmedewerker bediende
  bedrijfsleider begeleider begeleidster belastingadviseur bestuurder bestuurslid bestuurssecretaris beveiliger
  bezorger bibliothecaris boekhoudster bouwkundige bouwvakker buschauffeur chemicus communicatiemedewerker consulent
  dakdekker dierenarts dierenartsassistent eigenaar elektricien elektromonteur fotograaf fysiotherapeut gastvrouw
  gastheer groepsleider groepsleidster haarstylist hovenier huisarts inkoper interieurverzorger kapper kapster
  kassamedewerker kelner klantadviseur koerier kwaliteitsmedewerker leerkracht lerares leidinggevende logopedist
  loodgieter magazijnmedewerker makelaar manicure marketeer metselaar meubelmaker officemanager omroeper
  onderwijsassistent onderwijzer onderwijzeres opleider oppas orderpicker penningmeester politieagent postbezorger
  preventieadviseur procesoperator productiemedewerker productieleider promovendus psycholoog receptioniste rechter
  reisleider schilder schoonmaker schoonmaakster secretaresse secretaris servicemedewerker slager softwareingenieur
  student-assistent tandarts teamlead technicus tekenaar telefonist telefoniste timmerman trainster tuinman
  vakkenvuller verkoopster verkoopmedewerker verpleger verpleegster vertaler vertegenwoordiger verzorgende
  voorzitter vrijwilliger vrijwilligster vrachtwagenchauffeur webredacteur werkvoorbereider wetenschapper
  winkelmedewerker zaakvoerder zorgverlener zzper ondernemer`.split(/\s+/),
)

/** How German and Dutch compounds end that name what somebody is: 'Vertriebsassistentin', 'zorgmedewerker'. */
const COMPOUND =
  /\p{L}{3}(?:entwickler|ingenieur|leiter|berater|techniker|kaufmann|kauffrau|assistent|fachkraft|hilfskraft|arbeiter|verkaufer|pfleger|fuhrer|lehrer|meister|mechaniker|elektroniker|informatiker|koordinator|spezialist|betreuer|referent|handler|planer|zeichner|prufer|fahrer|arzt|anwalt|forscher|trainer|manager|analyst|architekt|designer|redakteur|schreiber|gestalter|techniker|monteur|helfer|vertreter|administrator|therapeut|padagoge|fachmann|fachfrau|angestellter?|beauftragter?|student|praktikant|medewerkst?er|adviseur|ontwikkelaar|beheerder|leid(?:st)?er|verpleegkundige|begeleid(?:st)?er|coordinator|specialist|kundige|leraar|docent|assistente?|analist|ontwerper|consulent|chauffeur|redacteur|verzorger|bewaker|onderzoeker|behandelaar|therapeute?)(?:in|innen)?$/u

/** Also says a title, but only as the last word: 'Inside Sales', 'Customer Support', 'Head of Product'. */
const LAST_WORDS = new Set(
  'sales support marketing operations logistics qa hr pm dev devops fullstack'.split(' '),
)

/** At the end of a name. */
const LEGAL_FORMS = new Set(
  `inc incorporated llc ltd limited corp corporation co company gmbh ag kg ohg gbr ug se sa sas sarl srl spa bv nv oy oyj ab
  as plc pty pvt lp llp llc lllp pllc pc sl slu sll slne sau scoop eurl sasu snc sci scs sca scop scp sagl aps asa kgaa mbh
  ggmbh gug ev ek eg ewiv partg lda ltda ltd unipessoal eireli epp ss srls sapa sdf onlus asbl aisbl vzw vof cv bvba cvba
  sprl scrl sro doo dd zoo kft zrt nyrt ood ooo zao pao pte bhd kk gk pjsc jsc fze fzco fzllc wll`.split(
    /\s+/,
  ),
)

const COMPANY_WORDS = new Set(
  `group holding holdings gruppe groupe grupo gruppo technologies solutions systems labs laboratories software consulting
  consultancy partners ventures capital bank insurance industries enterprises international studios agency agentur
  networks pharma pharmaceuticals hospital clinic foundation institute university college school ministry council verlag
  werke motors airlines airways railways resorts supermarkets   broadcasting telecom telecommunications semiconductors biosciences
  airport authority federation chamber embassy
  trust charity nonprofit association society cooperative constructions contractors builders
  gesellschaft genossenschaft sparkasse volksbank stadtwerke versicherung versicherungen krankenhaus klinikum klinik
  kliniken universitatsklinikum stiftung ministerium landratsamt stadtverwaltung bundesamt kanzlei apotheke autohaus
  spedition druckerei brauerei handelsgesellschaft unternehmensgruppe unternehmensberatung werbeagentur
  societe cabinet agence clinique hopital banque assurances laboratoire laboratoires mairie prefecture ministere
  fondation usine entreprise etablissements compagnie pharmacie boulangerie   empresa empresas compania consultora agencia banco seguros hospital clinica fundacion ayuntamiento ministerio
  laboratorios industrias construcciones inmobiliaria hoteles supermercados transportes gestoria
  societa azienda agenzia banca assicurazioni ospedale clinica fondazione comune regione ministero laboratori industrie
  costruzioni immobiliare edizioni cooperativa consorzio officine farmacia ristorante pasticceria
  sociedade agencia seguros seguradora fundacao prefeitura laboratorio construtora editora
  imobiliaria transportadora supermercado escritorio   bedrijf maatschappij verzekeringen ziekenhuis kliniek stichting gemeente provincie ministerie uitgeverij bouwbedrijf
  adviesbureau reclamebureau apotheek vereniging groep`.split(/\s+/),
)

const MAX_TITLE = 100

export function isTitle(text: string): boolean {
  if (text.length > MAX_TITLE) return false
  const words = foldWords(text).split(' ')
  return (
    words.some((word) => TITLE_WORDS.has(word) || COMPOUND.test(word)) || LAST_WORDS.has(words.at(-1) ?? '')
  )
}

/** 'Acme Inc.', whose last dot ends no sentence. */
export const endsWithLegalForm = (text: string): boolean => isLegalForm(text.split(/[\s,]+/).at(-1) ?? '')

export const isLegalForm = (word: string): boolean => LEGAL_FORMS.has(foldWords(word.replace(/\./g, '')))

/** A legal form at the end, or a word of companies in what is no title. A word alone is no company. */
export function isCompany(text: string): boolean {
  const words = foldWords(text.replace(/\s?\([^)]{0,60}\)/g, '').replace(/\./g, '')).split(' ')
  if (words.length < 2) return false
  return (
    LEGAL_FORMS.has(words.at(-1) ?? '') || (words.some((word) => COMPANY_WORDS.has(word)) && !isTitle(text))
  )
}
