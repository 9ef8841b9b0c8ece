import type { Person } from './person.ts'

export const financePeople: Person[] = [
  {
    name: 'Wei Zhang',
    headline: 'Financial Controller',
    email: 'wei.zhang@example.com',
    phone: '+1 416 555 0173',
    location: 'Toronto, Canada',
    language: 'en',
    summary:
      'Chartered accountant with thirteen years of experience, five as controller of a manufacturing group. Closes in four working days and explains the result in two pages.',
    links: ['https://weizhang.example.com'],
    experiences: [
      {
        title: 'Financial Controller',
        company: 'Maple Forge Industries',
        location: 'Toronto, Canada',
        start: '2019-09',
        end: null,
        bullets: [
          'Lead a team of nine across three plants and report to the chief financial officer.',
          'Shortened the monthly close from ten working days to four.',
          'Managed the audit of two acquisitions.',
        ],
        technologies: ['SAP', 'Excel', 'Power BI'],
      },
      {
        title: 'Senior Accountant',
        company: 'Tecumseh Partners LLP',
        location: 'Toronto, Canada',
        start: '2012-01',
        end: '2019-08',
        bullets: [
          'Audited manufacturers with revenues up to 300 million dollars.',
          'Trained juniors in IFRS.',
        ],
        technologies: ['Excel', 'CaseWare'],
      },
    ],
    education: [
      { degree: 'BCom', field: 'Accounting', institution: 'Don Valley University', start: 2007, end: 2011 },
    ],
    skills: [
      'Financial reporting',
      'IFRS',
      'Budgeting',
      'SAP',
      'Excel',
      'Internal controls',
      'Audit',
      'Power BI',
    ],
    languages: [
      { name: 'English', level: 'Fluent' },
      { name: 'Mandarin', level: 'Native' },
    ],
    certifications: ['Chartered Professional Accountant (2014)'],
  },
  {
    name: 'Nadia Petrova',
    headline: 'Financial Analyst',
    email: 'nadia.petrova@example.org',
    phone: '+44 20 7946 0761',
    location: 'London, United Kingdom',
    language: 'en',
    summary:
      'Financial analyst with five years of planning and forecasting for subscription businesses. Excel models that survive their author, SQL for the source data.',
    links: ['https://npetrova.example.org'],
    experiences: [
      {
        title: 'Financial Analyst',
        company: 'Paperlantern Media',
        location: 'London, United Kingdom',
        start: '2021-11',
        end: null,
        bullets: [
          'Own the revenue forecast and the monthly board pack.',
          'Moved budget tracking from spreadsheets to SQL and Power BI dashboards.',
          'Built the pricing model behind the family plan.',
        ],
        technologies: ['Excel', 'SQL', 'Power BI', 'Anaplan'],
      },
      {
        title: 'Finance Associate',
        company: 'Vitosha Consulting',
        location: 'Sofia, Bulgaria',
        start: '2019-07',
        end: '2021-10',
        bullets: ['Prepared valuation models for mid-size transactions.'],
        technologies: ['Excel'],
      },
    ],
    education: [
      { degree: 'BSc', field: 'Finance', institution: 'Balkan School of Economics', start: 2015, end: 2019 },
    ],
    skills: ['Financial modelling', 'Forecasting', 'Excel', 'SQL', 'Power BI', 'Anaplan', 'Budgeting'],
    languages: [
      { name: 'Bulgarian', level: 'Native' },
      { name: 'English', level: 'C2' },
      { name: 'Russian', level: 'B2' },
    ],
    certifications: ['CFA Level II candidate'],
  },
  {
    name: 'Bernd Hofstetter',
    headline: 'Buchhalter',
    email: 'bernd.hofstetter@example.net',
    phone: '+49 89 99998 318',
    location: 'Augsburg, Deutschland',
    language: 'de',
    summary:
      'Bilanzbuchhalter mit sechzehn Jahren Erfahrung in Handwerk und Maschinenbau. Sicher in HGB, DATEV und Umsatzsteuer, zuverlässig bei Fristen.',
    links: ['https://bernd-hofstetter.example.net'],
    experiences: [
      {
        title: 'Bilanzbuchhalter',
        company: 'Lechfeld Maschinenbau GmbH',
        location: 'Augsburg, Deutschland',
        start: '2015-01',
        end: null,
        bullets: [
          'Erstellung der Monats- und Jahresabschlüsse nach HGB.',
          'Einführung des digitalen Belegwesens; 11.000 Belege pro Jahr ohne Papier.',
          'Ansprechpartner für Wirtschaftsprüfung und Finanzamt.',
        ],
        technologies: ['DATEV', 'SAP', 'Excel'],
      },
      {
        title: 'Finanzbuchhalter',
        company: 'Autohaus Fuggerblick',
        location: 'Augsburg, Deutschland',
        start: '2008-09',
        end: '2014-12',
        bullets: ['Debitoren- und Kreditorenbuchhaltung.', 'Vorbereitung der Umsatzsteuervoranmeldungen.'],
        technologies: ['DATEV', 'Excel'],
      },
    ],
    education: [
      {
        degree: 'Ausbildung',
        field: 'Industriekaufmann',
        institution: 'Berufsschule Wertachtal',
        start: 2005,
        end: 2008,
      },
    ],
    skills: ['Buchhaltung', 'HGB', 'DATEV', 'SAP', 'Excel', 'Umsatzsteuer', 'Jahresabschluss'],
    languages: [
      { name: 'Deutsch', level: 'Muttersprache' },
      { name: 'Englisch', level: 'B1' },
    ],
    certifications: ['Geprüfter Bilanzbuchhalter IHK (2013)'],
  },
]
