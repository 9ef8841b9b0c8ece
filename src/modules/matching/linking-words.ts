import type { Language } from './matching.schemas.ts'

/** Words that say nothing of their own: with those of the factors, all that a sentence of a model may have. */
interface Words {
  linking: ReadonlySet<string>
  /** Those that deny: in every sentence about what is missing, and in no other one. */
  denying: ReadonlySet<string>
}

const words = (linking: string, denying: string): Words => ({
  linking: new Set(linking.split(/\s+/)),
  denying: new Set(denying.split(/\s+/)),
})

export const WORDS: Readonly<Record<Language, Words>> = {
  en: words(
    `a also an and are as asked at but by candidate close degree experience for from found has have her his in included
     includes instead is it its job listed meets named of on or part partly place related requirement requirements resume
     skill skills such the their these they this those to was were which while who with worked years`,
    'absent lack lacking lacks missing no none not nothing without',
  ),
  de: words(
    `als am an auch auf aus bei berufserfahrung das dass dem den der des die ein eine einem einen einer enthalten er erfüllt
     es für gefordert gefunden gesucht hat im in ist jahre jahren kandidat kandidatin lebenslauf mit oder sie sind stattdessen
     stelle teilweise und verwandt von vorhanden war zu zum zur`,
    'fehlen fehlend fehlt kein keine keinen keiner nicht nichts ohne',
  ),
  fr: words(
    `a ainsi années au aussi aux avec candidat candidate ce ces cette comme cv dans de demandé demandée des du elle en est et
     expérience il la le les lieu mais ou par partie place plutôt pour poste proche que qui remplit sont trouvé trouvée un une`,
    'aucun aucune manque manquent ne non pas rien sans',
  ),
  es: words(
    `a al años candidata candidato cercano como con cumple currículum de del el ella en encontrado es esta este experiencia ha
     incluye la las lo los lugar o para parte pedido pero por puesto que requisito requisitos se son su también tiene un una y`,
    'falta faltan ningún ninguna no nada sin',
  ),
  it: words(
    `a al alla anche anni candidata candidato che chiesto come con cv da dal del della di e esperienza gli ha i il in include
     invece la le lo luogo ma nel nella o parte per posto requisiti requisito richiesto simile soddisfa sono trovato un una è`,
    'manca mancano nessun nessuna non nulla senza',
  ),
  nl: words(
    `aan als baan bij cv dat de deels die door een en ervaring gevonden gevraagd had heeft hem het in is jaar jaren kandidaat
     maar met naast of ook op plaats staat te uit van vereiste vereisten verwant voldoet voor was ze zijn`,
    'geen niet niets ontbreekt ontbreken zonder',
  ),
}
