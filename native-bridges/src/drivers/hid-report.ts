/**
 * How a reader's bytes are packed into HID reports. No standard says; makers do it in one of these ways, and a reader is
 * asked in each: `bare`, the bytes themselves; `counted`, the first byte says how many follow; `numbered`, report 1 and
 * then the bytes. What a report has left over is zero.
 */
export const HID_PACKINGS = ['bare', 'counted', 'numbered'] as const

export type HidPacking = (typeof HID_PACKINGS)[number]

/** Bytes of a report on a full-speed interrupt pipe, a report's number among them where there is one. */
const SIZE = 64
const NUMBER = 1

/** Bytes as the reports that carry them; each begins with the report's number, 0 for none, as hidapi wants it. */
export function toReports(bytes: Uint8Array, packing: HidPacking): Uint8Array[] {
  const room = packing === 'bare' ? SIZE : SIZE - 1
  return Array.from({ length: Math.ceil(bytes.length / room) }, (_, i) => {
    const part = bytes.subarray(i * room, (i + 1) * room)
    const report = new Uint8Array(packing === 'numbered' ? SIZE : 1 + SIZE)
    if (packing === 'numbered') report[0] = NUMBER
    if (packing === 'counted') report[1] = part.length
    report.set(part, packing === 'counted' ? 2 : 1)
    return report
  })
}

/** The bytes in a report that came, with what was left over where nothing says how many there are; none of another kind. */
export function fromReport(report: Uint8Array, packing: HidPacking): Uint8Array {
  if (packing === 'bare') return report
  const first = report[0] ?? 0
  if (packing === 'numbered') return first === NUMBER ? report.subarray(1) : new Uint8Array()
  return first < report.length ? report.subarray(1, 1 + first) : new Uint8Array()
}
