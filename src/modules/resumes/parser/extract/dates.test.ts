import { expect, test } from 'vitest'
import { findDates } from './dates.ts'

const range = (text: string) => {
  const [found, ...more] = findDates(text)
  expect(more).toEqual([])
  return found ? [found.start, found.current ? 'present' : found.end] : null
}

test.each([
  ['Mar 2019 - Present', '2019-03', 'present'],
  ['03/2019 – 05/2021', '2019-03', '2021-05'],
  ['2018-2020', '2018', '2020'],
  ['2018-19', '2018', '2019'],
  ['März 2020 bis Mai 2021', '2020-03', '2021-05'],
  ['depuis 2019', '2019', 'present'],
  ['seit 01/2019', '2019-01', 'present'],
  ['since March 2019', '2019-03', 'present'],
  ['Jan – Mar 2019', '2019-01', '2019-03'],
  ["Sept. '19 — Aug. '21", '2019-09', '2021-08'],
  ['2019-03-01 - 2020-01-15', '2019-03-01', '2020-01-15'],
  ['2019.03 - 2020.05', '2019-03', '2020-05'],
  ['01.03.2019 - 31.12.2020', '2019-03-01', '2020-12-31'],
  ['12/31/2019 - 01/15/2021', '2019-12-31', '2021-01-15'],
  ['3/19 - 5/21', '2019-03', '2021-05'],
  ['March 5, 2019 to April 6th, 2020', '2019-03-05', '2020-04-06'],
  ['février 2018 à aujourd’hui', '2018-02', 'present'],
  ['enero de 2018 - la actualidad', '2018-01', 'present'],
  ['gennaio 2018 - oggi', '2018-01', 'present'],
  ['janeiro de 2018 até o momento', '2018-01', 'present'],
  ['maart 2018 t/m heden', '2018-03', 'present'],
  ['Summer 2018 - Winter 2019', '2018-06', '2019-12'],
  ['Q1 2020 – Q3 2021', '2020-01', '2021-07'],
  ['2019 -', '2019', 'present'],
  ['2018/2019', '2018', '2019'],
  ['(2019 – heute)', '2019', 'present'],
  ['Von Oktober 2015 bis September 2018', '2015-10', '2018-09'],
  ['Senior Engineer, Acme\tMay 2019\t-\tPresent', '2019-05', 'present'],
  ['à partir de mars 2019', '2019-03', 'present'],
  ['de févr. 2018 à déc. 2019', '2018-02', '2019-12'],
  ['du 01/03/2019 au 31/05/2020', '2019', '2020-05-31'],
  ['2017 à ce jour', '2017', 'present'],
  ["Mars 2019 jusqu'à aujourd'hui", '2019-03', 'present'],
  ['Mrz. 2019 – dato', '2019-03', 'present'],
  ['Jänner 2018 bis Feber 2019', '2018-01', '2019-02'],
  ['WS 2015/16 - SS 2018', '2015-10', '2018-04'],
  ['Wintersemester 2015/2016 bis Sommersemester 2018', '2015-10', '2018-04'],
  ['1. Quartal 2019 – 3. Quartal 2020', '2019-01', '2020-07'],
  ['T2 2019 - T4 2020', '2019-04', '2020-10'],
  ['2019 Q2 - 2020 Q1', '2019-04', '2020-01'],
  ['H1 2019 - H2 2020', '2019-01', '2020-07'],
  ['1er semestre 2018 - 2º semestre 2019', '2018-01', '2019-07'],
  ['desde marzo de 2019 hasta la fecha', '2019-03', 'present'],
  ['abr. 2016 - actualidad', '2016-04', 'present'],
  ['dal 2015 al 2018', '2015', '2018'],
  ['da settembre 2015 ad oggi', '2015-09', 'present'],
  ['set 2015 - in corso', '2015-09', 'present'],
  ['fev/2018 - até à data', '2018-02', 'present'],
  ['Jun. 2018 – em curso', '2018-06', 'present'],
  ['van mrt 2017 tot en met mei 2019', '2017-03', '2019-05'],
  ['sinds 2019', '2019', 'present'],
  ['2018 tot op heden', '2018', 'present'],
  ["'17 – '19", '2017', '2019'],
  ["2017 – '19", '2017', '2019'],
  ['2019 March - 2020 May', '2019-03', '2020-05'],
  ['2019/3 - 2020/11', '2019-03', '2020-11'],
  ['2019年3月 - 至今', '2019-03', 'present'],
  ['2015年9月至2019年6月', '2015-09', '2019-06'],
  ['2015.9至今', '2015-09', 'present'],
  ['２０１９年４月～現在', '2019-04', 'present'],
  ['平成30年4月〜令和2年3月', '2018-04', '2020-03'],
  ['令和元年5月から現在', '2019-05', 'present'],
  ['2019년 3월 ~ 현재', '2019-03', 'present'],
  ['2016.03 ~ 2019.02', '2016-03', '2019-02'],
])('%s', (text, start, end) => {
  expect(range(text)).toEqual([start, end])
})

test.each([
  ['May 2015', '2015-05'],
  ['2015', '2015'],
  ['le 1er mars 2020', '2020-03-01'],
  ['2020년 2월 졸업', '2020-02'],
  ['Graduated: June 12, 2015', '2015-06-12'],
])('%s is a single date', (text, end) => {
  expect(findDates(text)).toMatchObject([{ start: null, end, single: true }])
})

test.each([
  'ISO9001',
  'raised $2019',
  '2019px wide',
  'may improve',
  '+1 415 555 2019',
  'version 1.2',
  '2022 1999-',
  '2018 – Data Analyst',
  'Section 3 2019',
])('%s has no range', (text) => {
  expect(findDates(text).filter((found) => !found.single && !found.current)).toEqual([])
})

test('offsets hold exactly the range', () => {
  const text = 'Acme (Mar 2019 - Present) Berlin'
  const [found] = findDates(text)
  expect(text.slice(found?.from, found?.to)).toBe('Mar 2019 - Present')
})

test('a long line of bait is read in linear steps', () => {
  expect(findDates('2019 - '.repeat(50_000)).length).toBeGreaterThan(0)
})
