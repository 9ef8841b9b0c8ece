const FAMILY =
  '(?:child|children|kids|sons?|daughters?|family|mother|father|parents?|grandparents?|relatives?)'

/** What no employer calls a position, though one may stand beside it; who covers for somebody's leave works. */
export const LEAVE = [
  'career[ -](?:break|gap|pause)|employment[ -]gap|sabbatical(?! officer)',
  '(?:parental|maternity|paternity|family|caregiver|adoption)[ -]leave(?![ -](?:cover|replacement|polic|admin))',
  'elternzeit(?!vertretung)|mutterschutz|erziehungsurlaub|babypause|familien(?:pause|zeit|phase)|pflegezeit',
  'congé (?:parental|(?:de )?maternité|(?:de )?paternité)|pause (?:carrière|familiale)',
  '(?:excedencia|permiso|licencia|baja) (?:por|de|parental|maternal|paternal)|pausa (?:laboral|familiar)',
].join('|')

/** Also what is paid work elsewhere. */
const AT_HOME = [
  'stay(?:ed|ing)?[ -](?:at[ -])?home|full[ -]time (?:parent|mother|father|mom|mum|dad|carer|caregiver)',
  '(?:family|unpaid|primary) (?:caregiver|carer)|home ?maker',
  `(?:car(?:ing|ed) for|rais(?:ing|ed|e)) (?:(?:my|our|an?|two|three|young|elderly|ill|sick|aging) )+${FAMILY}`,
  'hausfrau|hausmann|(?:mère|père) au foyer|amas? de casa|cuidado de (?:mis |los |sus )?hijos',
].join('|')

/** Time spent for a family. */
export const FAMILY_BREAK = `${LEAVE}|${AT_HOME}`

/** '45 years young', 'aged 45', '45 Jahre alt', '45 años de edad': not '10 years of experience'. */
export const AGE = [
  '\\d{2}[ -](?:years?|yrs?)[ -](?:young|old)|aged? ?:? \\d{2}|\\d{2} jahre (?:alt|jung)|\\d{2} años de edad',
  'âgée? de \\d{2} ans|born (?:in|on) [^.,;\\n]{4,20}',
].join('|')
