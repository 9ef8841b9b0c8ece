import { clearLine, cursorTo } from 'node:readline'
import { stripVTControlCharacters, styleText } from 'node:util'

// styleText leaves the text bare under NO_COLOR and where standard output is not a terminal.
export const bold = (text: string): string => styleText('bold', text)
export const dim = (text: string): string => styleText('dim', text)
export const green = (text: string): string => styleText('green', text)
export const yellow = (text: string): string => styleText('yellow', text)
export const red = (text: string): string => styleText('red', text)
export const cyan = (text: string): string => styleText('cyan', text)

/** `width` is the bar's alone, in columns. */
export function progressBar(label: string, done: number, total: number, width: number): string {
  const share = shareOf(done, total)
  const filled = Math.round(share * width)
  const percent = `${Math.floor(share * 100)}%`.padStart(4)
  return `${label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${percent}  ${done}/${total}`
}

interface TableColumn {
  header: string
  align?: 'left' | 'right'
}

/** Cells may carry colours; a missing cell is empty. */
export function table(columns: TableColumn[], rows: string[][]): string {
  const widths = columns.map(({ header }, index) =>
    Math.max(columnsOf(header), ...rows.map((row) => columnsOf(row[index] ?? ''))),
  )
  const rule = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}`
  const line = (cells: string[]): string =>
    `│${columns.map(({ align }, index) => ` ${pad(cells[index] ?? '', widths[index] ?? 0, align)} `).join('│')}│`
  return [
    rule('┌', '┬', '┐'),
    line(columns.map(({ header }) => bold(header))),
    rule('├', '┼', '┤'),
    ...rows.map(line),
    rule('└', '┴', '┘'),
  ].join('\n')
}

interface Progress {
  update: (done: number, total: number) => void
}

type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean }

/** Redraws one line on a terminal; elsewhere prints a line at each quarter it passes, each at most once. */
export function createProgress(stream: ProgressStream, label: string, width = 28): Progress {
  return stream.isTTY ? redrawnProgress(stream, label, width) : quarterlyProgress(stream, label, width)
}

function redrawnProgress(stream: ProgressStream, label: string, width: number): Progress {
  return {
    update(done, total) {
      cursorTo(stream, 0)
      clearLine(stream, 0)
      stream.write(progressBar(label, done, total, width))
      if (done >= total) stream.write('\n')
    },
  }
}

function quarterlyProgress(stream: ProgressStream, label: string, width: number): Progress {
  let printed = -1
  return {
    update(done, total) {
      const quarter = Math.floor(shareOf(done, total) * 4)
      if (quarter <= printed) return
      printed = quarter
      stream.write(`${progressBar(label, done, total, width)}\n`)
    },
  }
}

const shareOf = (done: number, total: number): number =>
  total <= 0 ? 1 : Math.min(1, Math.max(0, done / total))

const columnsOf = (text: string): number => [...stripVTControlCharacters(text).normalize('NFC')].length

function pad(cell: string, width: number, align: TableColumn['align']): string {
  const space = ' '.repeat(width - columnsOf(cell))
  return align === 'right' ? space + cell : cell + space
}
