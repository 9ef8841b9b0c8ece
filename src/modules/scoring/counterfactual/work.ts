/** What somebody can do, in a resume and in the job that asks for it. */
export interface Work {
  /** In the two forms for who does the work, where the language has two. */
  titles: readonly [string, string]
  earlierTitles: readonly [string, string]
  skills: readonly string[]
  /** After a pronoun: 'She built ...'. */
  done: string
  field: string
  jobTitle: string
  jobText: string
}

export const WORKS: readonly Work[] = [
  {
    titles: ['Senior Backend Developer', 'Senior Backend Developer'],
    earlierTitles: ['Software Engineer', 'Software Engineer'],
    skills: ['JavaScript', 'PostgreSQL', 'Kubernetes', 'React'],
    done: 'built payment services in JavaScript and PostgreSQL and ran them on Kubernetes',
    field: 'Computer Science',
    jobTitle: 'Backend Engineer',
    jobText: 'Payment services in JavaScript and PostgreSQL, operated on Kubernetes. React is a plus.',
  },
  {
    titles: ['Waitress', 'Waiter'],
    earlierTitles: ['Hostess', 'Host'],
    skills: ['Customer Service', 'Food Safety', 'Cash Handling'],
    done: 'served 60 guests an evening, handled cash and trained new staff in food safety',
    field: 'Hospitality',
    jobTitle: 'Server',
    jobText: 'Serve guests in a busy restaurant, handle cash, keep to food safety.',
  },
  {
    titles: ['Saleswoman', 'Salesman'],
    earlierTitles: ['Chairwoman of the works council', 'Chairman of the works council'],
    skills: ['Salesforce', 'Negotiation', 'Microsoft Excel'],
    done: 'sold machines to dealers, kept accounts in Salesforce and planned in Microsoft Excel',
    field: 'Business Administration',
    jobTitle: 'Sales Representative',
    jobText: 'Sell machines to dealers. Salesforce and Microsoft Excel, strong negotiation.',
  },
  {
    titles: ['Registered Nurse', 'Registered Nurse'],
    earlierTitles: ['Nursing Assistant', 'Nursing Assistant'],
    skills: ['Patient Care', 'Medication Administration', 'CPR'],
    done: 'cared for patients after surgery, gave medication and wrote care plans',
    field: 'Nursing',
    jobTitle: 'Registered Nurse, surgery',
    jobText: 'Patient care after surgery, medication administration, care plans. CPR certificate.',
  },
  {
    titles: ['Softwareentwicklerin', 'Softwareentwickler'],
    earlierTitles: ['Programmiererin', 'Programmierer'],
    skills: ['Java', 'Docker', 'PostgreSQL'],
    done: 'entwickelte Dienste für den Versand mit Java, Docker und PostgreSQL',
    field: 'Informatik',
    jobTitle: 'Softwareentwickler (m/w/d)',
    jobText: 'Dienste für den Versand entwickeln, mit Java, Docker und PostgreSQL.',
  },
  {
    titles: ['Köchin', 'Koch'],
    earlierTitles: ['Kellnerin', 'Kellner'],
    skills: ['Food Safety', 'Menu Planning'],
    done: 'leitete die Küche, plante Menüs und hielt die Hygiene ein',
    field: 'Gastronomie',
    jobTitle: 'Koch (m/w/d)',
    jobText: 'Menüs planen, kochen und die Hygiene einhalten.',
  },
  {
    titles: ['Infirmière', 'Infirmier'],
    earlierTitles: ['Aide-soignante', 'Aide-soignant'],
    skills: ['Patient Care', 'First Aid'],
    done: 'a soigné des patients après une opération et a formé des collègues',
    field: 'Soins infirmiers',
    jobTitle: 'Infirmier (H/F)',
    jobText: 'Soins des patients après une opération, formation des collègues.',
  },
  {
    titles: ['Enfermera', 'Enfermero'],
    earlierTitles: ['Trabajadora social', 'Trabajador social'],
    skills: ['Patient Care', 'First Aid'],
    done: 'cuidó pacientes de urgencias y formó al equipo',
    field: 'Enfermería',
    jobTitle: 'Enfermero de urgencias',
    jobText: 'Cuidado de pacientes de urgencias y formación del equipo.',
  },
  {
    titles: ['Data Analyst', 'Data Analyst'],
    earlierTitles: ['Reporting Analyst', 'Reporting Analyst'],
    skills: ['SQL', 'Microsoft Excel', 'Power BI', 'Python'],
    done: 'built dashboards in Power BI on SQL models and wrote reports in Python',
    field: 'Statistics',
    jobTitle: 'Data Analyst',
    jobText: 'Dashboards in Power BI on SQL models, reports in Python, Microsoft Excel.',
  },
  {
    titles: ['Kindergarten Teacher', 'Kindergarten Teacher'],
    earlierTitles: ['Childcare Worker', 'Childcare Worker'],
    skills: ['Childcare', 'Lesson Planning', 'First Aid'],
    done: 'planned lessons for groups of twenty, with childcare in the afternoon',
    field: 'Education',
    jobTitle: 'Kindergarten Teacher',
    jobText: 'Plan lessons and look after groups of twenty, childcare in the afternoon.',
  },
]

/** Two ways to write the same; which one stands in a resume says nothing about the work. */
export const SYNONYMS: ReadonlyArray<readonly [string, string]> = [
  ['JavaScript', 'JS'],
  ['PostgreSQL', 'Postgres'],
  ['Kubernetes', 'k8s'],
  ['React', 'ReactJS'],
  ['Microsoft Excel', 'MS Excel'],
  ['Power BI', 'PowerBI'],
  ['Senior', 'Sr.'],
  ['Registered Nurse', 'RN'],
  ['Python', 'Python 3'],
]
