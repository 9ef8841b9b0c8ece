import type { Person } from './person.ts'

export const healthcarePeople: Person[] = [
  {
    name: 'Maria Theresa Dela Cruz',
    headline: 'Registered Nurse, Intensive Care',
    email: 'mt.delacruz@example.com',
    phone: '+44 7700 900918',
    location: 'Birmingham, United Kingdom',
    language: 'en',
    summary:
      'Intensive care nurse with ten years at the bedside in Manila and Birmingham. Calm, thorough and fond of teaching; mentor to newly arrived international nurses.',
    links: ['https://mtdelacruz.example.com'],
    experiences: [
      {
        title: 'Senior Staff Nurse, Intensive Care',
        company: 'Edgbaston General Hospital',
        location: 'Birmingham, United Kingdom',
        start: '2018-10',
        end: null,
        bullets: [
          'Care for ventilated patients on a unit of 24 beds and act as shift lead.',
          'Led the project that halved pressure injuries in eighteen months.',
          'Practice assessor for student nurses.',
        ],
        technologies: [],
      },
      {
        title: 'Staff Nurse',
        company: 'Manila Bay Medical Center',
        location: 'Manila, Philippines',
        start: '2014-07',
        end: '2018-08',
        bullets: [
          'Worked in surgical and intensive care wards.',
          'Trained colleagues in basic life support.',
        ],
        technologies: [],
      },
    ],
    education: [
      {
        degree: 'BSc',
        field: 'Nursing',
        institution: 'Santa Clara College of Nursing',
        start: 2010,
        end: 2014,
      },
    ],
    skills: [
      'Critical care',
      'Ventilator care',
      'Patient assessment',
      'Infection control',
      'Mentoring',
      'Electronic patient records',
    ],
    languages: [
      { name: 'English', level: 'Fluent' },
      { name: 'Tagalog', level: 'Native' },
    ],
    certifications: [
      'Advanced Life Support (2023)',
      'Critical Care Nursing, postgraduate certificate (2020)',
    ],
  },
  {
    name: 'Mamadou Diallo',
    headline: 'Infirmier diplômé d’État',
    email: 'mamadou.diallo@example.org',
    phone: '+33 6 39 98 22 63',
    location: 'Marseille, France',
    language: 'fr',
    summary:
      'Infirmier depuis huit ans, aux urgences puis en soins à domicile. À l’écoute des patients et de leurs familles, rigoureux dans la transmission et à l’aise avec les outils numériques.',
    links: ['https://mdiallo.example.org'],
    experiences: [
      {
        title: 'Infirmier coordinateur',
        company: 'Soins à domicile Calanques',
        location: 'Marseille, France',
        start: '2020-01',
        end: null,
        bullets: [
          'Coordination de six infirmiers et de 70 patients à domicile.',
          'Mise en place d’un dossier de soins partagé avec les médecins.',
          'Suivi des plaies chroniques et éducation thérapeutique.',
        ],
        technologies: [],
      },
      {
        title: 'Infirmier aux urgences',
        company: 'Hôpital de la Joliette',
        location: 'Marseille, France',
        start: '2016-09',
        end: '2019-12',
        bullets: ['Accueil, tri et soins aux urgences adultes.', 'Tuteur de stagiaires infirmiers.'],
        technologies: [],
      },
    ],
    education: [
      {
        degree: 'Diplôme d’État',
        field: 'Soins infirmiers',
        institution: 'Institut de formation infirmière du Vieux-Port',
        start: 2013,
        end: 2016,
      },
    ],
    skills: [
      'Soins infirmiers',
      'Urgences',
      'Soins à domicile',
      'Coordination',
      'Plaies et cicatrisation',
      'Éducation thérapeutique',
    ],
    languages: [
      { name: 'Français', level: 'Langue maternelle' },
      { name: 'Peul', level: 'Courant' },
      { name: 'Anglais', level: 'B1' },
    ],
    certifications: ['Attestation aux gestes et soins d’urgence, niveau 2 (2023)'],
  },
  {
    name: 'Aroha Ngata',
    headline: 'Physiotherapist',
    email: 'aroha.ngata@example.net',
    phone: '+61 491 570 158',
    location: 'Brisbane, Australia',
    language: 'en',
    summary:
      'Physiotherapist with six years in rehabilitation and sports medicine. Sets goals with patients, measures progress and writes notes others can use.',
    links: ['https://arohangata.example.net'],
    experiences: [
      {
        title: 'Senior Physiotherapist',
        company: 'Moreton Rehabilitation Clinic',
        location: 'Brisbane, Australia',
        start: '2021-02',
        end: null,
        bullets: [
          'Lead the knee and hip programme, about 300 patients a year.',
          'Introduced group classes that cut the waiting list by half.',
        ],
        technologies: [],
      },
      {
        title: 'Physiotherapist',
        company: 'Waikare Sports Medicine',
        location: 'Auckland, New Zealand',
        start: '2018-02',
        end: '2020-12',
        bullets: ['Treated amateur and professional athletes.', 'Pitch-side care for two rugby clubs.'],
        technologies: [],
      },
    ],
    education: [
      {
        degree: 'Bachelor',
        field: 'Physiotherapy',
        institution: 'Manukau Harbour University',
        start: 2014,
        end: 2017,
      },
    ],
    skills: [
      'Rehabilitation',
      'Sports medicine',
      'Manual therapy',
      'Exercise prescription',
      'Patient education',
    ],
    languages: [
      { name: 'English', level: 'Native' },
      { name: 'Maori', level: 'Fluent' },
    ],
    certifications: ['Dry needling, level 1 (2020)'],
  },
]
