const CENTRAL_ENTRY = 0x02014b50
const CENTRAL_ENTRY_SIZE = 46
const END_RECORD_SIZE = 22
// 2025-01-15 in MS-DOS form: years since 1980, month, day.
const DOS_DATE = (45 << 9) | (1 << 5) | 15

/** The same archive with one date on every entry, for the writer stamps them with the time of the run. */
export function withFixedTimes(archive: Buffer): Buffer {
  const bytes = Buffer.from(archive)
  const endRecord = bytes.length - END_RECORD_SIZE
  let entry = bytes.readUInt32LE(endRecord + 16)
  while (entry < endRecord && bytes.readUInt32LE(entry) === CENTRAL_ENTRY) {
    const localHeader = bytes.readUInt32LE(entry + 42)
    stamp(bytes, entry + 12)
    stamp(bytes, localHeader + 10)
    entry += CENTRAL_ENTRY_SIZE + variableLength(bytes, entry)
  }
  return bytes
}

/** Time, then date, two bytes each. */
function stamp(bytes: Buffer, offset: number): void {
  bytes.writeUInt16LE(0, offset)
  bytes.writeUInt16LE(DOS_DATE, offset + 2)
}

/** Name, extra field and comment. */
const variableLength = (bytes: Buffer, entry: number): number =>
  bytes.readUInt16LE(entry + 28) + bytes.readUInt16LE(entry + 30) + bytes.readUInt16LE(entry + 32)
