import type { DeviceFacts, DeviceFault, DeviceKind } from './driver.ts'
import type { JobPurpose } from './exclusive-driver.ts'

/** What a device is called on the screen. */
export const DEVICE_KINDS: Readonly<Record<DeviceKind, string>> = {
  'id-card': 'ID card reader',
  'code-reader': 'Code reader',
  scanner: 'scanner',
  'card-printer': 'card printer',
  'document-printer': 'printer',
  seal: 'seal machine',
}

const PURPOSES: Readonly<Record<JobPurpose, string>> = {
  'read-once': 'reading a card',
  'read-continuously': 'reading cards continuously',
  scan: 'scanning',
  print: 'printing',
  stamp: 'stamping',
  count: 'reading the counter',
}

type Sentence = (facts: DeviceFacts) => string

const SENTENCES: Readonly<Record<DeviceKind, Readonly<Record<DeviceFault, Sentence>>>> = {
  'id-card': {
    absent: () => 'No ID card reader was found. Check its cable; it comes back by itself once plugged in.',
    busy: facts => `The ID card reader is in use${holder(facts)}. Wait for it to end, or stop it there.`,
    cancelled: () => 'Reading was stopped. Read again when needed.',
    unreadable: () =>
      'The card was not read to its end. Lay it flat and leave it until the signal; if it fails again, look for damage or type the details in.',
    empty: () => 'There is no card on the reader. Lay the card down and read again.',
    jam: () => 'The reader reports a stuck card. Take it out gently and try again.',
    cover: () => 'The cover of the reader is open. Close it and try again.',
    consumable: () => 'The reader reports a worn part. Call the administrator.',
    auth: () =>
      'The card did not pass the security check: it may not be genuine, or the reader is not authorised. Check it on another reader, then follow the rules.',
    protocol: () =>
      'The answer of the reader makes no sense. Check the cable and the configured model, then try again.',
    uncertain: () => 'It is not certain that the card was read. Lift it, lay it down and read again.',
    broken: () =>
      'The ID card reader does not answer properly. Unplug it and plug it in; if that does not help call the administrator and type the details in meanwhile.',
  },
  'code-reader': {
    absent: () =>
      'No code reader was found. Check its cable; it comes back by itself. Until then the number can be typed.',
    busy: facts => `The code reader is in use${holder(facts)}. Wait for it to end, or stop it there.`,
    cancelled: () => 'Reading codes was stopped.',
    unreadable: () => 'The code could not be read. Lay the paper flat, clean it and try again, or type the number.',
    empty: () => 'No code was seen. Point the reader at the code and try again.',
    jam: () => 'The code reader reports a fault. Unplug it and plug it in again.',
    cover: () => 'The code reader reports an open lid. Close it and try again.',
    consumable: () => 'The code reader reports a low battery. Charge it and try again.',
    auth: () => 'The code reader refused this machine. Call the administrator.',
    protocol: () => 'What the code reader sends makes no sense. Check that its speed is the one set here.',
    uncertain: () => 'It is not certain whether the code was read. Read it again.',
    broken: () =>
      'The code reader could not be opened. Unplug it and plug it in again, else call the administrator; numbers can be typed meanwhile.',
  },
  scanner: {
    absent: () => 'No scanner was found. Check power and cable; it comes back by itself once plugged in.',
    busy: facts => `The scanner is in use${holder(facts)}. Wait for it to end.`,
    cancelled: () => 'Scanning was stopped. The pages that came are kept.',
    unreadable: facts =>
      `The image of page ${next(facts.pages)} cannot be read. Make sure it is a whole image within the size limit and go on from that page.`,
    empty: () => 'There is no paper in the scanner. Lay the papers in and scan again.',
    jam: facts =>
      `The scanner is jammed; ${kept(facts.pages)}. Open it, take the stuck sheet out and go on from page ${next(facts.pages)}.`,
    cover: facts =>
      `The cover of the scanner is open; ${kept(facts.pages)}. Close it and go on from page ${next(facts.pages)}.`,
    consumable: () => 'The scanner asks for a spare part. Call the administrator.',
    auth: () => 'The scanner refused this computer. Ask the administrator to check its access.',
    protocol: facts =>
      facts.http === undefined
        ? 'The scanner does not accept this resolution or paper. Choose other settings and try again.'
        : 'What answers at this address is no scanner; nothing was scanned. Have the administrator check the address and set the scanner up again.',
    uncertain: () =>
      'It is not certain that this page was scanned. Check the last page and scan it again if it is missing.',
    broken: () =>
      'The scanner does not answer properly. Switch it off and on; if that does not help call the administrator.',
  },
  'card-printer': {
    absent: () => 'No card printer was found. Check power and cable; it comes back by itself once plugged in.',
    busy: facts => `The card printer is in use${holder(facts)}. Wait for it to end.`,
    cancelled: facts => `Card making was stopped; ${count(facts.sheets)} cards came out.`,
    unreadable: () => 'The card layout is not a whole document. Nothing was printed; make it again, then print.',
    empty: facts =>
      some(facts)
        ? `The slot ran out of cards; ${cardsOut(facts)} Put blank cards in.`
        : 'There is no card in the slot. Put blank cards in and print again.',
    jam: facts =>
      `A card is stuck in the printer; ${count(facts.sheets)} came out. Take it out, record it as void, then print again.`,
    cover: facts =>
      some(facts)
        ? `The cover of the card printer was opened while it printed; ${cardsOut(facts)} Close it.`
        : 'The cover of the card printer is open. Nothing was printed; close it and print again.',
    consumable: facts =>
      `The card printer lacks supplies${facts.left === undefined ? '' : ` (${facts.wanted} blank cards wanted, ${facts.left} left)`}. ${some(facts) ? cardsOut(facts) : 'Nothing was printed;'} Put in blank cards or a ribbon and print again.`,
    auth: () => 'The card printer refused this computer; no card was used. Ask the administrator to check its access.',
    protocol: facts =>
      notThis('card printer', facts) ??
      'The card printer does not accept this job. No card was used; check copies and card settings.',
    uncertain: () =>
      'The card printer fell silent, so it is not certain whether the card was made. Look at the exit: confirm a card that came out, record a missing or spoilt one as void. Nothing is printed again before that.',
    broken: () => 'The card printer failed. Follow its panel or switch it off and on; else call the administrator.',
  },
  'document-printer': {
    absent: () => 'No printer was found. Check power and cable; it comes back by itself once plugged in.',
    busy: facts => `The printer is in use${holder(facts)}. Wait for it to end.`,
    cancelled: facts => `Printing was stopped; ${count(facts.sheets)} sheets came out.`,
    unreadable: () => 'The document is not whole. Nothing was printed; make it again, then print.',
    empty: facts =>
      facts.silent
        ? 'The printer does not answer; nothing was printed. A label printer without paper does not answer: look at the paper first, else have the administrator check address and language of the printer.'
        : some(facts)
          ? `The printer ran out of paper; ${sheetsOut(facts)} Put paper in.`
          : 'There is no paper in the printer. Put paper in and print again.',
    jam: facts =>
      `The printer is jammed; ${count(facts.sheets)} sheets came out. Take the stuck sheet out and print the rest again.`,
    cover: facts =>
      some(facts)
        ? `The cover of the printer was opened while it printed; ${sheetsOut(facts)} Close it.`
        : 'The cover of the printer is open. Nothing was printed; close it and print again.',
    consumable: facts =>
      `The printer lacks supplies${facts.left === undefined ? '' : ` (${facts.wanted} sheets wanted, ${facts.left} left)`}. ${some(facts) ? sheetsOut(facts) : 'Nothing was printed;'} Add paper or toner and print again.`,
    auth: () => 'The printer refused this computer; nothing was printed. Ask the administrator to check its access.',
    protocol: facts =>
      notThis('printer', facts) ??
      'The printer does not accept this job; nothing was printed. Check copies and paper, then try again.',
    uncertain: () =>
      'The printer fell silent, so it is not certain whether the last sheet was printed. Look at the exit and print again what is missing.',
    broken: facts =>
      facts.silent
        ? 'The printer does not answer; nothing was printed. See whether it is on and ready, else have the administrator check its address and language.'
        : 'The printer failed. Follow its panel or switch it off and on; else call the administrator.',
  },
  seal: {
    absent: () => 'No seal machine was found. Check power and network cable; it comes back by itself.',
    busy: facts => `The seal machine is in use${holder(facts)}. Wait for it to end.`,
    cancelled: () => 'Stamping was stopped: no stamp fell and the authorisation was withdrawn.',
    unreadable: () => 'The seal machine did not see the paper. Lay it flat and try again.',
    empty: () => 'There is no paper under the seal; nothing was stamped. Lay the paper in and stamp again.',
    jam: () => 'The seal machine is stuck; nothing was stamped. Take the paper out, check it and try again.',
    cover: () => 'The lid or door of the seal machine is open; nothing was stamped. Close it and stamp again.',
    consumable: () => 'The seal machine lacks ink; nothing was stamped. Refill it and stamp again.',
    auth: () =>
      'There is no valid authorisation: this request was used already, or the machine refused. Apply for the seal again.',
    protocol: () =>
      'The answer of the seal machine makes no sense; nothing was stamped. Ask the administrator to check its address and model.',
    uncertain: facts =>
      `The seal machine fell silent, so it is not certain whether the stamp fell${facts.before === undefined ? '' : ` (the count before was ${facts.before})`}. Look at the paper, compare the count and confirm; nothing is stamped again before that.`,
    broken: () =>
      'The seal machine reports a fault. Follow its panel and call the administrator; do not force the seal out.',
  },
}

/** One sentence for the clerk: the true cause and the next step. */
export function deviceSentence(kind: DeviceKind, fault: DeviceFault, facts: DeviceFacts = {}): string {
  const rights = RIGHTS[String(facts.rights)]
  if (rights) return `This account may not use the ${DEVICE_KINDS[kind]}. ${rights}`
  return (fault === 'auth' && otherCertificate(kind, facts)) || SENTENCES[kind][fault](facts)
}

/** A device on the network shows a certificate that is not the one it is known by. */
function otherCertificate(kind: DeviceKind, { fingerprint, certificate }: DeviceFacts): string | undefined {
  if (fingerprint === undefined && certificate === undefined) return undefined
  const shown = fingerprint === undefined ? '' : ` (it shows the fingerprint ${fingerprint})`
  return `The certificate of the ${DEVICE_KINDS[kind]} is not the one that was set up, and nothing was sent to it${shown}. The machine or its certificate was changed, or another one stands in its place. Ask the administrator to compare the fingerprint with the one on the machine's panel and, if they are the same, to change it under Settings → Devices.`
}

/** What stopped after some of it came out: printing all of it again would double that. */
const some = ({ sheets }: DeviceFacts) => count(sheets) > 0
const sheetsOut = ({ sheets }: DeviceFacts) =>
  `${count(sheets)} sheets came out. Look at the exit first and print only what is missing.`
const cardsOut = ({ sheets }: DeviceFacts) =>
  `${count(sheets)} cards came out. Look at the exit first; nothing is printed again before that.`

/** The printer has not what is wanted, or is no printer. */
function notThis(device: string, { paper, tray, http }: DeviceFacts): string | undefined {
  const next = 'Have the administrator'
  if (paper !== undefined)
    return `The ${device} has no ${paper === 'card' ? 'cards' : `${paper} paper`}; nothing was printed. ${next} send this form to a printer that has it, under Settings.`
  if (tray !== undefined)
    return `The ${device} has no tray “${tray}”; nothing was printed. ${next} change the tray of this form under Settings.`
  if (http !== undefined)
    return `What answers at this address is no ${device}; nothing was printed. ${next} check its address.`
  return undefined
}

/** The system does not let this account open the device: what is missing, and how to get it. */
const RIGHTS: Readonly<Record<string, string>> = {
  serial:
    'Ask the administrator to add it to the group of serial lines (sudo usermod -aG dialout <account>) and sign in again.',
  scanner:
    'Ask the administrator to add it to the group of scanners (sudo usermod -aG scanner <account>) and sign in again.',
  folder: 'Ask the administrator to let it read and write in the folder of the scans.',
  usb: 'Ask the administrator to add the device rule (/etc/udev/rules.d/60-chuangtai.rules), then plug the device in again.',
}

function holder({ holder, since, program }: DeviceFacts): string {
  if (program !== undefined) return ` (by the program ${program})`
  const purpose = PURPOSES[holder as JobPurpose]
  if (!purpose) return ''
  return ` (${purpose}${typeof since === 'string' ? ` since ${clock(since)}` : ''})`
}

const clock = (iso: string) =>
  new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const count = (value: string | number | undefined) => Number(value ?? 0)
const next = (value: string | number | undefined) => count(value) + 1

function kept(pages: string | number | undefined): string {
  if (!count(pages)) return 'no page has come yet'
  return count(pages) === 1 ? 'the first page is kept' : `the first ${count(pages)} pages are kept`
}
