import type { Person } from './person.ts'

export const commercialPeople: Person[] = [
  {
    name: 'Sofia Marchetti',
    headline: 'Marketing Manager',
    email: 'sofia.marchetti@example.com',
    phone: '+44 7700 900371',
    location: 'Milan, Italy',
    language: 'en',
    summary:
      'Marketing manager with nine years in consumer brands. Plans campaigns across search, social and retail, and checks afterwards whether they worked.',
    links: ['https://sofiamarchetti.example.com'],
    experiences: [
      {
        title: 'Marketing Manager',
        company: 'Navigli Design House',
        location: 'Milan, Italy',
        start: '2019-09',
        end: null,
        bullets: [
          'Manage a team of five and a yearly budget of 1.6 million euros.',
          'Launched the online shop in six countries; online share of sales is now 34%.',
          'Introduced marketing reporting with Google Analytics and Looker Studio.',
        ],
        technologies: ['Google Analytics', 'Looker Studio', 'HubSpot'],
      },
      {
        title: 'Digital Marketing Specialist',
        company: 'Torre Alta Foods',
        location: 'Turin, Italy',
        start: '2015-03',
        end: '2019-08',
        bullets: [
          'Ran search and social campaigns in three languages.',
          'Grew the newsletter to 120,000 readers.',
        ],
        technologies: ['Google Ads', 'Mailchimp'],
      },
    ],
    education: [
      { degree: 'MSc', field: 'Marketing', institution: 'Scuola di Economia del Po', start: 2012, end: 2014 },
    ],
    skills: [
      'Marketing strategy',
      'SEO',
      'Google Ads',
      'Google Analytics',
      'HubSpot',
      'Copywriting',
      'Campaign management',
    ],
    languages: [
      { name: 'Italian', level: 'Native' },
      { name: 'English', level: 'C1' },
      { name: 'French', level: 'B1' },
    ],
    certifications: ['Google Ads Search Certification (2024)'],
  },
  {
    name: 'Jamal Carter',
    headline: 'Enterprise Account Executive',
    email: 'jamal.carter@example.net',
    phone: '+1 404 555 0198',
    location: 'Atlanta, United States',
    language: 'en',
    summary:
      'Account executive with eight years selling software to hospitals and universities. Above quota in six of the last seven years.',
    links: ['https://jamalcarter.example.net'],
    experiences: [
      {
        title: 'Enterprise Account Executive',
        company: 'Peachtree Compliance Software',
        location: 'Atlanta, United States',
        start: '2020-01',
        end: null,
        bullets: [
          'Carry a quota of 1.8 million dollars; reached 124% in 2024.',
          'Closed the largest contract in company history with a network of 31 hospitals.',
          'Coach new hires in discovery calls.',
        ],
        technologies: ['Salesforce', 'Outreach'],
      },
      {
        title: 'Sales Development Representative',
        company: 'Magnolia Cloud',
        location: 'Atlanta, United States',
        start: '2016-08',
        end: '2019-12',
        bullets: ['Booked 340 qualified meetings.', 'Wrote the outbound sequence used by the whole team.'],
        technologies: ['Salesforce'],
      },
    ],
    education: [
      { degree: 'BA', field: 'Communication', institution: 'Stone Mountain College', start: 2012, end: 2016 },
    ],
    skills: [
      'Enterprise sales',
      'Negotiation',
      'Salesforce',
      'Pipeline management',
      'Presentations',
      'Forecasting',
    ],
    languages: [{ name: 'English', level: 'Native' }],
    certifications: [],
  },
  {
    name: 'Ayesha Siddiqui',
    headline: 'Content Strategist',
    email: 'ayesha.siddiqui@example.org',
    phone: '+44 7700 900726',
    location: 'Leicester, United Kingdom',
    language: 'en',
    summary:
      'Content strategist and editor with seven years in publishing and software. Turns expert knowledge into pages people finish reading.',
    links: ['https://ayeshasiddiqui.example.org'],
    experiences: [
      {
        title: 'Content Strategist',
        company: 'Foxglove Garden Tools',
        location: 'Leicester, United Kingdom',
        start: '2021-01',
        end: null,
        bullets: [
          'Rebuilt 400 help pages; support tickets fell by 19%.',
          'Set the tone of voice and trained 30 writers.',
        ],
        technologies: ['WordPress', 'Google Analytics'],
      },
      {
        title: 'Editor',
        company: 'Soar Valley Press',
        location: 'Nottingham, United Kingdom',
        start: '2017-05',
        end: '2020-12',
        bullets: [
          'Edited a monthly magazine and its website.',
          'Commissioned work from 25 freelance writers.',
        ],
        technologies: ['InDesign', 'WordPress'],
      },
    ],
    education: [
      {
        degree: 'BA',
        field: 'English Literature',
        institution: 'University of Charnwood',
        start: 2013,
        end: 2016,
      },
    ],
    skills: ['Content strategy', 'Editing', 'SEO', 'WordPress', 'Google Analytics', 'UX writing'],
    languages: [
      { name: 'English', level: 'Native' },
      { name: 'Urdu', level: 'Fluent' },
      { name: 'Gujarati', level: 'Conversational' },
    ],
    certifications: [],
  },
]
