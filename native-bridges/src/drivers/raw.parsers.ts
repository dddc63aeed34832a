/** What a simulated printer made of the bytes that came in. */
export type Heard =
  | { say: 'status'; which: number }
  | { say: 'cancel' }
  /** It is to say so once everything before has been printed. */
  | { say: 'last' }
  | { say: 'job'; bytes: Buffer; copies: number }

/** Takes whole commands off the front of what came in; what is left waits for the rest of its command. */
export type Parser = (bytes: Buffer) => { heard: Heard[]; rest: Buffer }

export const parseZpl: Parser = bytes => {
  const heard: Heard[] = []
  let text = bytes.toString('latin1')
  for (;;) {
    const at = text.search(/~HS|~JA|\^XA/)
    if (at < 0) return { heard, rest: Buffer.from(text.slice(-2), 'latin1') }
    text = text.slice(at)
    const end = text.startsWith('^XA') ? text.indexOf('^XZ') + 3 : 3
    if (end < 3) return { heard, rest: Buffer.from(text, 'latin1') }
    const command = text.slice(0, end)
    text = text.slice(end)
    if (command === '~HS') heard.push({ say: 'status', which: 0 })
    else if (command === '~JA') heard.push({ say: 'cancel' })
    else
      heard.push({
        say: 'job',
        bytes: Buffer.from(command, 'latin1'),
        copies: Number(/\^PQ(\d+)/.exec(command)?.[1] ?? 1),
      })
  }
}

/** Keeps the lines of a label until its PRINT. A bitmap is as long as it says, whatever stands in it. */
export function tsplParser(): Parser {
  let label: Buffer[] = []
  return bytes => {
    const heard: Heard[] = []
    let rest = bytes
    for (;;) {
      if (rest[0] === 0x1b) {
        if (rest.length < 3) return { heard, rest }
        heard.push(rest[2] === 0x2e ? { say: 'cancel' } : { say: 'status', which: 0 })
        rest = rest.subarray(3)
        continue
      }
      const end = tsplEnd(rest)
      if (end < 0) return { heard, rest: rest.length > 1_000_000 ? Buffer.alloc(0) : rest }
      const line = rest.subarray(0, end)
      rest = rest.subarray(end)
      label.push(line)
      const copies = /^PRINT \d+,(\d+)/.exec(line.toString('latin1'))?.[1]
      if (!copies) continue
      heard.push({ say: 'job', bytes: Buffer.concat(label), copies: Number(copies) })
      label = []
    }
  }
}

function tsplEnd(bytes: Buffer): number {
  const head = /^BITMAP \d+,\d+,(\d+),(\d+),\d,/.exec(bytes.subarray(0, 60).toString('latin1'))
  const from = head ? head[0].length + Number(head[1]) * Number(head[2]) : 0
  if (bytes.length < from) return -1
  const end = bytes.indexOf('\r\n', from)
  return end < 0 ? -1 : end + 2
}

/** Keeps what is printed until it is cut. */
export function escposParser(): Parser {
  let ticket: Buffer[] = []
  return bytes => {
    const heard: Heard[] = []
    let rest = bytes
    while (rest.length) {
      const length = escposLength(rest)
      if (length === undefined || rest.length < length)
        return { heard, rest: rest.length > 1_000_000 ? Buffer.alloc(0) : rest }
      const command = rest.subarray(0, length)
      rest = rest.subarray(length)
      const [one, two, three] = command as unknown as [number, number?, number?]
      if (one === 0x10) heard.push(two === 4 ? { say: 'status', which: three ?? 0 } : { say: 'cancel' })
      else if (one === 0x1d && two === 0x72) heard.push({ say: 'last' })
      else ticket.push(command)
      if (one !== 0x1d || two !== 0x56) continue
      heard.push({ say: 'job', bytes: Buffer.concat(ticket), copies: 1 })
      ticket = []
    }
    return { heard, rest }
  }
}

/** How long the command at the front is, as the ESC/POS manual has it; nothing while its head is not there yet. */
function escposLength(bytes: Buffer): number | undefined {
  const [one, two] = [bytes[0], bytes[1]]
  const at = (index: number) => bytes[index]
  const two16 = (low: number) => (at(low + 1) === undefined ? undefined : at(low)! + at(low + 1)! * 256)
  if (one !== 0x10 && one !== 0x1b && one !== 0x1d) return 1
  if (two === undefined) return undefined
  if (one === 0x10) return two === 4 ? 3 : two === 0x14 ? 10 : 1
  if (one === 0x1b) return 2
  if (two === 0x76) {
    const [row, height] = [two16(4), two16(6)]
    return row === undefined || height === undefined ? undefined : 8 + row * height
  }
  if (two === 0x28) {
    const length = two16(3)
    return length === undefined ? undefined : 5 + length
  }
  if (two === 0x6b) return at(3) === undefined ? undefined : 4 + at(3)!
  return two === 0x56 ? 4 : 3
}
