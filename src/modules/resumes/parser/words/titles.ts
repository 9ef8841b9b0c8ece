import { foldWords } from './fold.ts'

/** Words that name what somebody is employed as, folded; their feminine forms where those differ. */
const TITLE_WORDS = new Set(
  `accountant actor actuary administrator advisor adviser agent analyst apprentice architect artist assistant associate
  attorney auditor author banker bartender bookkeeper broker builder buyer captain caregiver carer cashier chairman chef chief
  cleaner clerk coach coder columnist consultant contractor controller cook coordinator copywriter counsel counselor
  counsellor dean dentist designer detailer developer dietitian director dispatcher doctor draftsman driver economist
  editor educator electrician engineer estimator evangelist examiner executive expert facilitator fellow founder
  cofounder freelancer generalist geologist guard handyman head hostess hygienist illustrator inspector instructor
  intern internship interpreter investigator janitor journalist judge laborer lawyer lead leader lecturer librarian
  linguist machinist maintainer manager mechanic member mentor merchandiser midwife model moderator musician nurse
  officer operator optician organizer owner packer painter paralegal paramedic partner pharmacist photographer
  physician physiotherapist pilot planner plumber president principal producer professor programmer promoter
  psychologist publicist realtor receptionist recruiter rep representative researcher sailor salesman salesperson
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
  hoofd monteur programmeur`.split(/\s+/),
)

/** Also says a title, but only as the last word: 'Inside Sales', 'Customer Support', 'Head of Product'. */
const LAST_WORDS = new Set(
  'sales support marketing operations logistics qa hr pm dev devops fullstack'.split(' '),
)

/** At the end of a name. */
const LEGAL_FORMS = new Set(
  `inc incorporated llc ltd limited corp corporation co company gmbh ag kg ohg ug se sa sas sarl srl spa bv nv oy ab as
  plc pty pvt lp llp sl slu eurl sasu sagl aps asa kgaa mbh ev ltda eireli`.split(/\s+/),
)

const COMPANY_WORDS = new Set(
  `group holding holdings gruppe groupe grupo gruppo technologies solutions systems labs laboratories software consulting
  consultancy partners ventures capital bank insurance industries enterprises international studios agency agentur
  networks pharma pharmaceuticals hospital clinic foundation institute university college school ministry council verlag
  werke`.split(/\s+/),
)

const MAX_TITLE = 100

export function isTitle(text: string): boolean {
  if (text.length > MAX_TITLE) return false
  const words = foldWords(text).split(' ')
  return words.some((word) => TITLE_WORDS.has(word)) || LAST_WORDS.has(words.at(-1) ?? '')
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
