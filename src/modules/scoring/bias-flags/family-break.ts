const FAMILY =
  '(?:child|children|kids|sons?|daughters?|family|mother|father|parents?|grandparents?|relatives?)'

/** Time spent for a family, in words that nobody uses for paid work. */
export const FAMILY_BREAK = [
  'career[ -](?:break|gap|pause)|employment[ -]gap|sabbatical',
  '(?:parental|maternity|paternity|family|caregiver|adoption)[ -]leave',
  'stay(?:ed|ing)?[ -](?:at[ -])?home|full[ -]time (?:parent|mother|father|mom|mum|dad|carer|caregiver)',
  '(?:family|unpaid|primary) (?:caregiver|carer)|home ?maker',
  `(?:car(?:ing|ed) for|rais(?:ing|ed|e)) (?:(?:my|our|an?|two|three|young|elderly|ill|sick|aging) )+${FAMILY}`,
  'elternzeit|mutterschutz|erziehungsurlaub|babypause|familien(?:pause|zeit|phase)|pflegezeit|hausfrau|hausmann',
  'congé (?:parental|(?:de )?maternité|(?:de )?paternité)|pause (?:carrière|familiale)|(?:mère|père) au foyer',
  '(?:excedencia|permiso|licencia|baja) (?:por|de|parental|maternal|paternal)|cuidado de (?:mis |los |sus )?hijos',
  'amas? de casa|pausa (?:laboral|familiar)',
].join('|')

/** '45 years young', 'aged 45', '45 Jahre alt', '45 años de edad': not '10 years of experience'. */
export const AGE = [
  '\\d{2}[ -](?:years?|yrs?)[ -](?:young|old)|aged? ?:? \\d{2}|\\d{2} jahre (?:alt|jung)|\\d{2} años de edad',
  'âgée? de \\d{2} ans|born (?:in|on) [^.,;\\n]{4,20}',
].join('|')
