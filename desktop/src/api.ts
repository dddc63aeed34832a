import { z } from 'zod'
import type { Due } from '../../shared-types/src/engine/due.ts'
import type { LedgerLine } from '../../shared-types/src/engine/ledger.ts'
import type { Cell, ScreenStep } from '../../shared-types/src/engine/screen.ts'
import type { Problem } from '../../shared-types/src/model/case.ts'
import type { Domain } from '../../shared-types/src/model/domain.ts'
import type { AnyValue, Data } from '../../shared-types/src/model/field.ts'
import { type Person, type Post, ROLES, type Role, type Unit } from '../../shared-types/src/model/person.ts'
import { PURPOSES } from '../../shared-types/src/model/purpose.ts'
import type { SIGN_IN_BOUNDS, SignInRules } from '../../shared-types/src/model/sign-in.ts'
import type { GapAccount, Lease, Station } from '../../shared-types/src/protocol.ts'
import { type DisposalLine, type DueLine, type HoldLine, REASON_MAX } from '../../shared-types/src/protocol-disposal.ts'
import type { StationEnded, StationLine } from '../../shared-types/src/protocol-stations.ts'
import type {
  UpdatePackage,
  UpdateProgress,
  UpdateRollout,
  UpdateStation,
} from '../../shared-types/src/protocol-updates.ts'
import type { CertificateLine } from '../../shared-types/src/protocol-usb-key.ts'

/** A serial line by its path. */
const SerialPath = z.string().regex(/^(\/dev\/(?!.*\.\.)[\w./-]{1,80}|COM\d{1,3})$/)

/**
 * The screen's only door: every call by name, its arguments as a schema that the core parses, and its answer as a type.
 * Both shells carry this same api. Texts in answers are worded by the core in the language of the client.
 */
export const CALLS = {
  /** Who and where we are; also asked after a restart. */
  'session.state': call<SessionState>()(z.object({})),
  'session.language': call<void>()(z.object({ language: z.enum(['zh-CN', 'en']) })),
  'session.enrol': call<SessionState>()(
    z.object({ server: z.string().max(200), code: z.string().max(40), name: z.string().min(1).max(60) }),
  ),
  /** Sent again with what `next` in the answer asked for. */
  'session.signIn': call<SignInState>()(
    z.object({
      login: z.string().max(60),
      password: z.string().max(200),
      newPassword: z.string().max(200).optional(),
      code: z.string().max(40).optional(),
    }),
  ),
  /** The USB keys that are in the machine's sockets, for who signs in. */
  'usbKey.state': call<UsbKeyState>()(z.object({})),
  /** Signs in with the key of that serial number. */
  'usbKey.signIn': call<SessionState>()(z.lazy(() => KeyAndPin)),
  'usbKey.unlock': call<SessionState>()(z.lazy(() => KeyAndPin)),
  /** The library of this machine's keys, kept by an administrator. */
  'usbKey.settings': call<UsbKeySettingsView>()(z.object({})),
  'usbKey.putSettings': call<UsbKeySettingsView>()(
    z.object({ module: z.string().trim().max(300), lockWhenPulled: z.boolean() }),
  ),
  /** For a security officer: the certificates on the keys that are in, to register one. */
  'usbKey.certificates': call<KeyCertificate[]>()(z.object({})),
  /** Somebody is at the desk: it does not lock yet. */
  'session.touch': call<void>()(z.object({})),
  'session.lock': call<SessionState>()(z.object({})),
  'session.unlock': call<SessionState>()(z.object({ password: z.string().max(200) })),
  'session.password': call<SessionState>()(z.object({ old: z.string().max(200), password: z.string().max(200) })),
  'session.switchPost': call<SessionState>()(z.object({ post: z.string() })),
  'session.signOut': call<SessionState>()(z.object({})),
  /** What the keys of this window's data need before it opens, or what keeps them once it has. */
  'keys.state': call<KeysState>()(z.object({})),
  /** Chooses how the keys are kept, the first time, or hands over the passphrase that they need. */
  'keys.open': call<void>()(
    z.object({ keep: z.enum(['passphrase', 'file']).optional(), passphrase: z.string().max(200).optional() }),
  ),
  /** The domains as data: labels, forms and lists of the screen come from them. */
  domains: call<readonly Domain[]>()(z.object({})),
  menu: call<MenuDesk[]>()(z.object({})),
  units: call<readonly Unit[]>()(z.object({})),

  'cases.list': call<ListAnswer>()(z.lazy(() => ListQuery)),
  /** Over names, pinyin initials, numbers and states, in every record type that the person may read. */
  'cases.search': call<Row[]>()(
    z.object({ text: z.string().max(100), type: z.string().optional(), limit: z.number().int().max(200).default(50) }),
  ),
  'cases.open': call<CaseView>()(z.object({ id: z.string() })),
  /** An empty case that nobody has saved, with its offers; `patch` prefills it. */
  'cases.blank': call<CaseView>()(z.object({ type: z.string(), patch: z.lazy(() => Patch).optional() })),
  /** The form as it would stand with this patch, and what would refuse `act`. Saves nothing. */
  'cases.preview': call<CaseView>()(
    z.object({ type: z.string(), id: z.string(), patch: z.lazy(() => Patch), act: z.string().optional() }),
  ),
  'cases.act': call<ActAnswer>()(z.lazy(() => Act)),
  'cases.reveal': call<{ value: AnyValue | undefined; text: string }>()(z.lazy(() => Reveal)),
  /** The link targets that match what was typed. */
  'cases.links': call<{ id: string; title: string }[]>()(z.object({ type: z.string(), text: z.string().max(100) })),

  /** What is typed but not yet acted upon; kept through crashes, one draft a form. */
  'drafts.save': call<{ savedAt: string }>()(
    z.object({ id: z.string(), type: z.string(), patch: z.lazy(() => Patch) }),
  ),
  'drafts.drop': call<void>()(z.object({ id: z.string() })),
  'drafts.list': call<Draft[]>()(z.object({ type: z.string().optional() })),

  /** An intake desk's answer to a person's number: how they stand, what they have, and what the form can be filled with. */
  'intake.look': call<IntakeAnswer>()(
    z.object({
      domain: z.string(),
      desk: z.string(),
      number: z.string().max(60),
      fromCard: z.boolean().default(false),
    }),
  ),
  /** The card on the reader as the record's fields; undefined when none lies there. */
  'card.read': call<CardRead | undefined>()(z.object({ type: z.string() })),

  'files.add': call<StoredFile>()(
    z.object({
      name: z.string().max(300),
      mime: z.string().max(100),
      bytes: z.instanceof(Uint8Array),
      /** What becomes of it: a page is made straight, cut and evenly lit, a portrait cut to a permit's size. */
      as: z.enum(['picture', 'page', 'portrait']).default('picture'),
    }),
  ),
  /** Both sides of an identity card, each photographed, on one sheet of A4. */
  'files.card': call<StoredFile>()(z.object({ sides: z.tuple([z.instanceof(Uint8Array), z.instanceof(Uint8Array)]) })),
  /** One PDF of several pages that are kept here, in this order. */
  'files.pdf': call<StoredFile>()(
    z.object({
      hashes: z
        .array(z.string().regex(/^[0-9a-f]{64}$/))
        .min(1)
        .max(200),
    }),
  ),
  'files.get': call<{ mime: string; bytes: Uint8Array }>()(
    z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), thumbnail: z.boolean().default(false) }),
  ),
  /** The camera that was last used for each purpose at this window. */
  'cameras.state': call<Partial<Record<CameraUse, Camera>>>()(z.object({})),
  'cameras.keep': call<void>()(z.object({ use: z.lazy(() => CameraUse), camera: z.lazy(() => Camera) })),
  /** Scans on the desk's scanner; pages arrive as notices too. */
  'files.scan': call<StoredFile[]>()(z.object({ device: z.string().optional() })),
  /** A portrait of the person at the desk, from the desk's camera. */
  'files.portrait': call<StoredFile>()(z.object({})),

  'import.template': call<Download>()(z.object({ type: z.string() })),
  'import.start': call<{ job: string }>()(
    z.object({ type: z.string(), name: z.string().max(300), bytes: z.instanceof(Uint8Array) }),
  ),
  'import.job': call<ImportJob>()(z.object({ job: z.string() })),
  'import.cancel': call<void>()(z.object({ job: z.string() })),
  /** The refused rows with their reasons, as a workbook to mend and import again. */
  'import.refused': call<Download>()(z.object({ job: z.string() })),
  /** `whole`: with personal numbers that are not covered, for roles that the record type gives them to. */
  'export.list': call<Download>()(
    z.object({
      query: z.lazy(() => ListQuery),
      purpose: z.string().min(2).max(200),
      whole: z.boolean().default(false),
    }),
  ),
  'print.list': call<Download>()(z.object({ query: z.lazy(() => ListQuery), purpose: z.string().min(2).max(200) })),
  /** A form of a case as PDF, to look at; `print.form` sends it to the document printer as well. */
  'print.preview': call<Download>()(z.object({ id: z.string(), template: z.string() })),
  'print.form': call<{ job: string }>()(z.object({ id: z.string(), template: z.string() })),
  /** Attempts whose end nobody knows yet: the clerk says what came out. */
  'print.open': call<OpenPrint[]>()(z.object({})),
  'print.settle': call<ActAnswer>()(
    z.object({ id: z.string(), outcome: z.enum(['good', 'void', 'nothing']), patch: z.lazy(() => Patch).default({}) }),
  ),

  /** Stamps of which nobody knows yet whether they fell. */
  'seal.open': call<OpenStamp[]>()(z.object({})),
  /** What the machine of such a stamp counts now. */
  'seal.count': call<{ now: number }>()(z.object({ id: z.string().max(60) })),
  /** What a person saw on the paper, and how they know. */
  'seal.settle': call<ActAnswer>()(
    z.object({
      id: z.string().max(60),
      outcome: z.enum(['done', 'nothing']),
      note: z.string().trim().max(200),
    }),
  ),

  'reports.run': call<ReportAnswer>()(z.lazy(() => ReportQuery)),
  'reports.export': call<Download>()(
    z.object({ query: z.lazy(() => ReportQuery), as: z.enum(['xlsx', 'pdf']), purpose: z.string().min(2).max(200) }),
  ),
  'balance.run': call<BalanceAnswer>()(z.object({ domain: z.string(), balance: z.string(), unit: z.string() })),

  /** For a supervisor: who looked at a person, for that person; without a number the one of the card on the reader. */
  'person.accessLog': call<AccessLogView>()(
    z
      .object({
        number: z.string().max(60).optional(),
        purpose: z.enum(PURPOSES),
        note: z.string().trim().max(200).default(''),
      })
      .refine(({ purpose, note }) => purpose !== 'other' || note.length >= 2),
  ),
  /** For a security officer: who uncovered many values in a short time. */
  'person.bursts': call<BurstRow[]>()(z.object({})),
  /** The audit log, for the audit officer alone; every look is a line of it. */
  'audit.choices': call<AuditChoices>()(z.object({})),
  'audit.search': call<{ lines: AuditLineView[]; before?: number }>()(
    z.object({ query: z.lazy(() => AuditAsk), before: z.number().int().optional() }),
  ),
  /** The signed file, which anybody can prove with the centre's public key, or a workbook to read. */
  'audit.export': call<Download>()(
    z.object({ query: z.lazy(() => AuditAsk), purpose: z.string().min(2).max(200), as: z.enum(['signed', 'xlsx']) }),
  ),
  /** Whether this station's own acts and the centre's whole log are as they were written. */
  'audit.verify': call<{ own: VerifiedView; centre: VerifiedView }>()(z.object({})),

  'inbox.list': call<InboxItem[]>()(z.object({})),
  /** Sends what was refused anew with these values; the fields in `leave` stay as they stand now. */
  'inbox.mend': call<ActAnswer>()(
    z.object({
      event: z.string(),
      patch: z.lazy(() => Patch),
      leave: z.array(z.string().max(60)).max(200).default([]),
    }),
  ),
  'inbox.withdraw': call<void>()(z.object({ event: z.string(), reason: z.string().min(2).max(200) })),

  /** What others decided over this person's values. */
  'inbox.overruled': call<OverruledNote[]>()(z.object({})),
  'inbox.read': call<void>()(z.object({ event: z.string().max(60) })),

  status: call<Status>()(z.object({})),
  'sync.now': call<Status>()(z.object({})),
  /** What was printed and the centre has not yet accepted. */
  'sync.unconfirmed': call<Row[]>()(z.object({})),
  /** The cases with work that the centre has not answered yet, oldest first. */
  'sync.unsent': call<Row[]>()(z.object({})),
  /** What was carried away on sticks and not answered yet, and what would be carried now. */
  'carry.state': call<CarryView>()(z.object({})),
  /** Seals all unsent work into one file for the centre. */
  'carry.out': call<CarriedPackage>()(z.object({})),
  /** A piece of a file that is to be given to the person. */
  'carry.read': call<{ bytes: Uint8Array; size: number }>()(
    z.object({
      file: z.string().regex(/^(\d{1,9}\.ctcarry|[0-9a-f]{64}\.ctreceipt)$/),
      at: z.number().int().min(0),
    }),
  ),
  /** A file from a stick, piece by piece: `begin`, `write` in order, then what is to be done with it; `drop` lets it go. */
  'carry.begin': call<{ upload: string }>()(z.object({})),
  'carry.write': call<void>()(
    z.object({ upload: z.uuid(), at: z.number().int().min(0), bytes: z.instanceof(Uint8Array) }),
  ),
  'carry.look': call<CarryLook>()(z.object({ upload: z.uuid() })),
  /** Takes a receipt of this window. */
  'carry.take': call<CarryTaken>()(z.object({ upload: z.uuid() })),
  /** Hands a package of another window on to the centre, and fetches its receipt. */
  'carry.bring': call<CarryBrought>()(z.object({ upload: z.uuid() })),
  'carry.drop': call<void>()(z.object({ upload: z.uuid() })),
  'numbers.leases': call<(Lease & { left: number; label: string })[]>()(z.object({})),
  'numbers.gaps': call<GapAccount>()(z.object({ series: z.string(), year: z.number().int() })),
  'settings.read': call<SettingsView>()(z.object({})),
  /** The people whom an administrator or a security officer keeps. */
  'people.list': call<PeopleView>()(z.object({})),
  /** An administrator names somebody; without an id a new person, who begins without posts. */
  'people.put': call<PeopleView>()(
    z.object({
      id: z.string().max(60).optional(),
      name: z.string().trim().min(1).max(120),
      login: z.string().regex(/^[\p{L}\p{N}._@-]{1,60}$/u),
      unit: z.string().max(60),
      ended: z.boolean().default(false),
    }),
  ),
  /** A security officer gives somebody their posts, all of them. */
  'people.posts': call<PeopleView>()(
    z.object({
      id: z.string().max(60),
      posts: z
        .array(
          z.object({
            id: z.string().max(60).optional(),
            role: z.enum(ROLES),
            unit: z.string().max(60),
            officer: z.string().max(60).optional(),
          }),
        )
        .max(20),
    }),
  ),
  /** A first password, shown once to who hands it over. */
  'people.password': call<{ password: string }>()(z.object({ id: z.string().max(60) })),
  /** Lets them enrol another authenticator, or forgets the failures that slow them. */
  'people.reset': call<PeopleView>()(z.object({ id: z.string().max(60), what: z.enum(['factor', 'tries']) })),
  /** Registers the certificate of somebody's key, from a file or from a key that is in; or ends one. */
  'people.addCertificate': call<PeopleView>()(
    z.object({
      id: z.string().max(60),
      certificate: z.union([z.instanceof(Uint8Array), z.object({ fingerprint: z.string().regex(/^[0-9a-f]{64}$/) })]),
    }),
  ),
  'people.endCertificate': call<PeopleView>()(
    z.object({ id: z.string().max(60), fingerprint: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  'sessions.list': call<SessionRow[]>()(z.object({ whose: z.enum(['all', 'own']) })),
  'sessions.end': call<SessionRow[]>()(z.object({ whose: z.enum(['all', 'own']), id: z.string().max(60) })),
  'signIn.rules': call<SignInRulesView>()(z.object({})),
  'signIn.putRules': call<SignInRulesView>()(
    z.object({
      secondFactor: z.boolean(),
      offlineDays: z.number().int(),
      idleMinutes: z.number().int(),
      passwordDays: z.number().int(),
    }),
  ),
  'settings.parameter': call<SettingsView>()(
    z.object({ domain: z.string(), name: z.string(), value: z.union([z.number(), z.boolean()]) }),
  ),
  /** For administrators and security officers, with the centre at hand: the stations that they look after. */
  'stations.list': call<StationRow[]>()(z.object({})),
  /** A code for a new station of a unit, or for one that is there and shall have a new key. */
  'stations.code': call<{ code: string; until: string }>()(
    z.union([
      z.object({ unit: z.string().max(60), number: z.string().regex(/^\d\d$/) }),
      z.object({ station: z.string().max(60) }),
    ]),
  ),
  /** Ends a station; answers the numbers that it held. */
  'stations.end': call<HeldNumbers[]>()(
    z.object({ station: z.string().max(60), reason: z.string().trim().min(2).max(200) }),
  ),
  /** For security and audit officers, with the centre at hand: what has run out, what was proposed, what is held. */
  'disposal.view': call<DisposalView>()(z.object({})),
  'disposal.propose': call<DisposalView>()(z.object({ type: z.string().max(120), note: z.lazy(() => Reason) })),
  /** Answers once all of it has been erased at the centre. */
  'disposal.approve': call<DisposalView>()(z.object({ id: z.string().max(60) })),
  /** An audit officer refuses a proposal, a security officer withdraws it. */
  'disposal.decline': call<DisposalView>()(z.object({ id: z.string().max(60), reason: z.lazy(() => Reason) })),
  /** Holds all records that a number stands in, or all of a type. */
  'disposal.hold': call<DisposalView>()(
    z.union([
      z.object({ number: z.string().trim().min(4).max(60), reason: z.lazy(() => Reason) }),
      z.object({ type: z.string().max(120), reason: z.lazy(() => Reason) }),
    ]),
  ),
  'disposal.lift': call<DisposalView>()(z.object({ id: z.string().max(60), reason: z.lazy(() => Reason) })),
  'settings.calendar': call<SettingsView>()(z.object({ holidays: z.array(z.string()), workdays: z.array(z.string()) })),

  /** The verified backups of this window, newest first: for administrators, and at the start of one whose data is unreadable. */
  'backups.list': call<BackupsView>()(z.object({})),
  'backups.make': call<BackupsView>()(z.object({})),
  /** Puts a backup in the place of the window's data and opens it anew: everybody is signed out. */
  'backups.restore': call<{ text: string }>()(z.object({ name: z.string().max(60) })),
  /** Lays unreadable data aside and begins with an empty window, which must be enrolled anew. */
  'backups.anew': call<void>()(z.object({})),

  /** The devices of this desk, each with what happened to it since the window was opened. */
  'devices.centre': call<DeviceEntry[]>()(z.object({})),
  /** Tries a device without using anything up. */
  'devices.test': call<DeviceTested>()(z.object({ id: z.string().max(200) })),
  /** What happened to the devices, as support reads it; nothing of a person is in it. */
  'devices.log': call<Download>()(z.object({})),
  /** The ID card reader as an administrator set it up at this machine. */
  'devices.cardReader': call<CardReaderView>()(z.object({})),
  /** Looks on USB and on every serial line, also those of `paths` that the system does not list. Nothing is read meanwhile. */
  'devices.findCardReader': call<CardReaderLine[]>()(z.object({ paths: z.array(SerialPath).max(8) })),
  /** Reads cards with this reader from now on; null with none. */
  'devices.useCardReader': call<CardReaderView>()(
    z.object({
      reader: z
        .object({
          port: z.object({ id: z.string().max(200), name: z.string().max(200) }),
          baudRate: z.number().int().min(300).max(4_000_000).exactOptional(),
          reader: z.string().max(60),
          paths: z.array(SerialPath).max(8),
        })
        .nullable(),
    }),
  ),
  /** The seal machine as an administrator set it up at this window. */
  'devices.seals': call<SealView>()(z.object({})),
  /** Stamps with this machine from now on; null with none. */
  'devices.useSeals': call<SealView>()(z.object({ machine: z.lazy(() => SealPlace).nullable() })),

  /** The scanner as an administrator set it up at this window, and how it scans. */
  'devices.scanner': call<ScannerView>()(z.object({})),
  /** Looks on this machine and on the office's network; with an address, there alone. */
  'devices.findScanner': call<FoundScannerLine[]>()(z.object({ address: z.string().max(300).default('') })),
  /** Scans with this scanner, and in this way, from now on; null with none. */
  'devices.useScanner': call<ScannerView>()(z.object({ settings: z.lazy(() => ScannerSetUp).nullable() })),

  /** The printers of this machine, and which form goes to which. */
  'devices.printers': call<PrintersView>()(z.object({})),
  /** For administrators: these printers and these ways from now on, and no others. */
  'devices.putPrinters': call<PrintersView>()(
    z.object({ printers: z.lazy(() => z.array(Printer).max(12)), forms: z.lazy(() => z.array(Route).max(200)) }),
  ),
  /** For administrators: a page by which a printer's offset is measured. Answers how the print ended. */
  'devices.testPrint': call<{ ended: 'good' | 'void' | 'nothing' | 'uncertain'; text: string }>()(
    z.object({ printer: z.string().max(64) }),
  ),
  /** The reader of bar codes on a serial line, as an administrator set it up at this machine. */
  'devices.codeReader': call<CodeReaderView>()(z.object({})),
  /** Hears codes from this reader from now on; null from none. */
  'devices.useCodeReader': call<CodeReaderView>()(
    z.object({
      reader: z.object({ path: SerialPath, baudRate: z.number().int().min(300).max(4_000_000) }).nullable(),
    }),
  ),
  /** The case on whose paper this code stands. */
  'codes.find': call<{ id: string }>()(z.object({ text: z.string().max(200) })),
  /** How it stands with the second screen and this case; `patch` as it stands in the form now. */
  'citizen.state': call<CitizenView>()(
    z.object({ type: z.string().max(120), id: z.string().max(60), patch: z.lazy(() => Patch).default({}) }),
  ),
  /** Opens the second screen where the shell can, else answers the address that opens it once. */
  'citizen.open': call<{ url?: string }>()(z.object({})),
  /** Shows the citizen what was entered, to confirm and sign. */
  'citizen.ask': call<void>()(
    z.object({ type: z.string().max(120), id: z.string().max(60), patch: z.lazy(() => Patch) }),
  ),
  /** Asks the citizen how they were served in a case that has no rating yet. */
  'citizen.askRating': call<void>()(z.object({ id: z.string().max(60) })),
  'citizen.takeBack': call<void>()(z.object({ id: z.string().max(60) })),
  /** For the second screen alone: what it shows, and what the citizen says to it. */
  'citizen.screen': call<CitizenScreen>()(z.object({})),
  'citizen.answer': call<void>()(
    z.object({
      ask: z.uuid(),
      answer: z.union([
        z.object({ signature: z.instanceof(Uint8Array) }),
        z.object({ wrong: z.array(z.string().max(60)).max(100) }),
      ]),
    }),
  ),
  /** Without a level the citizen would rather not say. */
  'citizen.rate': call<void>()(
    z.object({ ask: z.uuid(), level: z.string().max(60).optional(), reason: z.string().max(60).optional() }),
  ),

  /** The version of this window's program, and what is coming. */
  'updates.state': call<UpdateView>()(z.object({})),
  /** For administrators: asks the centre now, and fetches and lays what it has; it runs from the next start on. */
  'updates.look': call<UpdateView>()(z.object({})),
  /** Lays a version from a file that came by `carry.begin` and `carry.write`. */
  'updates.take': call<UpdateView>()(z.object({ upload: z.uuid() })),
  /** For administrators, with the centre at hand: the packages, who gets them, and how the windows stand. */
  'updates.plan': call<UpdatesPlan>()(z.object({})),
  'updates.roll': call<UpdatesPlan>()(
    z.object({
      package: z.string().regex(/^[0-9a-f]{64}$/),
      /** A unit or a station. */
      target: z.string().regex(/^[\w.:-]{1,60}$/),
      percent: z.number().int().min(0).max(100),
    }),
  ),
  /** Brings a file that came by `carry.begin` and `carry.write` to the centre, for the windows. */
  'updates.bring': call<UpdatesPlan>()(z.object({ upload: z.uuid() })),

  /** The simulated devices, in demo mode only. */
  'demo.state': call<DemoState>()(z.object({})),
  'demo.card': call<DemoState>()(z.object({ person: z.number().int().nullable() })),
  'demo.network': call<DemoState>()(z.object({ on: z.boolean() })),
  'demo.fault': call<DemoState>()(
    z.object({
      device: z.enum(['card-printer', 'document-printer', 'scanner', 'id-card', 'seal']),
      fault: z.string().nullable(),
    }),
  ),
  'demo.refill': call<DemoState>()(
    z.object({ device: z.enum(['card-printer', 'document-printer']), count: z.number().int().min(0).max(10_000) }),
  ),
} as const

export type Calls = typeof CALLS
export type CallName = keyof Calls
export type Arguments<N extends CallName> = z.input<Calls[N]['args']>

/** What every client, browser or Electron window, is given. */
export interface Api {
  call<N extends CallName>(name: N, args: Arguments<N>): Promise<AnswerOf<N>>
  /** Hears of what changed; the screen then asks again. Answers how to stop. */
  listen(hear: (notice: Notice) => void): () => void
}
export type AnswerOf<N extends CallName> = ReturnType<Calls[N]['type']>

/** A call that was refused or failed, worded for the person. `problems` name the fields. */
export interface KeysState {
  /** Absent once the window is open. */
  needs?: 'choice' | 'passphrase'
  /** What keeps the keys, once it is chosen. */
  protection?: 'safe-storage' | 'secret-service' | 'dpapi' | 'keychain' | 'passphrase' | 'file'
  text: string
  language: 'zh-CN' | 'en'
}

export interface ApiFailure {
  code:
    | 'arguments'
    | 'session'
    | 'forbidden'
    | 'not-found'
    | 'offline'
    | 'problems'
    | 'device'
    | 'storage'
    | 'keys'
    | 'too-large'
    | 'format'
    | 'server'
    | 'busy'
    | 'internal'
  text: string
  problems?: WordedProblem[]
}

export type Notice =
  /** Network, unsent work or devices changed: ask for `status`, worded in one's own language. */
  | { topic: 'status' }
  /** Cases changed, by this desk or by others; which, when few. */
  | { topic: 'cases'; types: string[]; ids: string[] }
  /** A fault of reading comes with its code and its sentence in the language of the client that hears it. */
  | {
      topic: 'card'
      state: 'placed' | 'removed' | 'fault'
      card?: CardSummary
      fault?: 'unreadable' | 'auth'
      text?: string
    }
  | { topic: 'inbox'; count: number; text?: string }
  | { topic: 'progress'; job: string; done: number; total: number; text: string }
  | { topic: 'session' }
  /** A code was scanned by a reader on a serial line. */
  | { topic: 'code'; text: string }
  /** Something else is on the second screen, or it was answered. */
  | { topic: 'citizen' }

export interface SessionState {
  /** What the window is called and belongs to; absent before it is enrolled. */
  station?: Station & { unitName: string }
  /** Why the centre does not take this window's word, and what can be done. */
  stationFault?: StationFault
  deployment: string
  person?: Pick<Person, 'id' | 'name' | 'login'>
  post?: Post & { unitName: string; label: string }
  posts: (Post & { unitName: string; label: string })[]
  /** Those who have signed in at this station before and may do so offline. */
  known: { login: string; name: string }[]
  language: 'zh-CN' | 'en'
  today: string
  demo: boolean
  /** Demo mode only: what to type at the sign-in screen. */
  demoLogins?: { login: string; name: string; post: string; password: string }[]
  shell: 'electron' | 'web'
  version: string
  /** The person is away: only they open the window again, or somebody signs in afresh. */
  locked: boolean
  /** Why whoever was here was signed out by the centre. */
  over?: string
  /** They came by a USB key, and open the window with it again. */
  byKey: boolean
  /** Whether overseers and officers need an authenticator here. */
  secondFactor: boolean
}

/** Who is signed in now, or what is still asked for. */
export interface SignInState extends SessionState {
  /** A password of one's own, a code, or the first code of an authenticator that takes in this secret. */
  next?: { next: 'password' | 'code' | 'enrol'; secret?: string; uri?: string }
  /** Once, after the first code: what opens without the authenticator. */
  recovery?: string[]
}

const KeyAndPin = z.object({ serial: z.string().max(60), pin: z.string().min(1).max(64) })

export interface UsbKeyState {
  /** A library is set: keys may be used here. */
  configured: boolean
  /** Why it tells nothing. */
  fault?: string
  keys: {
    serial: string
    label: string
    /** Whose it is, where this window knows. */
    name?: string
    /** It is the key of who is signed in. */
    own: boolean
    /** What there is to say of its PIN: few tries left, or locked. */
    warning?: string
    locked: boolean
  }[]
}

export interface UsbKeySettingsView {
  module: string
  lockWhenPulled: boolean
  mayEdit: boolean
  /** What is wrong with the library that is set. */
  fault?: string
}

export interface KeyCertificate extends CertificateLine {
  /** The key that it is on. */
  label: string
}

const Reason = z.string().trim().min(2).max(REASON_MAX)

/** How it stands with what has run out; people, units and record types by their names. */
export interface DisposalView {
  may: { propose: boolean; approve: boolean }
  /** Record types that may be held. */
  types: { type: string; label: string }[]
  due: (DueLine & { label: string; basis: string })[]
  disposals: (Omit<DisposalLine, 'units'> & {
    label: string
    units: { unitName: string; cases: number }[]
    /** Proposed by who looks. */
    own: boolean
  })[]
  holds: (Omit<HoldLine, 'unit'> & { unitName: string; label?: string })[]
}

/** One station in the list of who looks after it. */
export interface StationRow extends Omit<StationLine, 'station'>, Station {
  unitName: string
  /** This very window. */
  here: boolean
}

/** A block of numbers of a station that was ended; those that are open stay with it. */
export type HeldNumbers = StationEnded['numbers'][number] & { label: string }

export interface StationFault {
  /** `moved`, `missing`: the folder is on another machine than the one that was enrolled; nobody may sign in. */
  code: 'moved' | 'missing' | 'ended' | 'cloned' | 'station' | 'signature'
  text: string
  /** Nothing more can be entered until it is settled; what waits to be sent stays. */
  stopped: boolean
}

export interface PersonRow {
  id: string
  name: string
  login: string
  unit: string
  unitName: string
  ended: boolean
  /** Whoever asks. */
  self: boolean
  /** Holds an office: their password and second factor are reset at the server's machine only. */
  officer: boolean
  posts: (Post & { label: string; unitName: string })[]
  password: 'none' | 'first' | 'own'
  factor: boolean
  certificates: CertificateLine[]
  seenAt?: string
  failures: number
}

export interface PeopleView {
  /** An administrator: names, logins, units, and who has left. */
  mayName: boolean
  /** A security officer: posts, passwords, second factors. */
  mayPost: boolean
  roles: { role: Role; label: string; officer: boolean }[]
  units: Unit[]
  people: PersonRow[]
}

export interface SessionRow {
  id: string
  name: string
  stationName: string
  openedAt: string
  seenAt: string
  /** The one that asks. */
  own: boolean
}

export interface SignInRulesView {
  rules: SignInRules
  bounds: typeof SIGN_IN_BOUNDS
  mayEdit: boolean
}

export interface MenuDesk {
  domain: string
  desk: string
  label: string
  /** How many wait, for queues. */
  waiting?: number
  late?: number
}

const Patch = z.record(z.string().max(60), z.json()) as unknown as z.ZodType<Data>

export const Act = z.object({
  type: z.string(),
  id: z.string(),
  act: z.string(),
  patch: Patch.default({}),
  /** The draft that this act completes. */
  draft: z.string().optional(),
  /** How the holder's identity was checked, for steps that ask: the card now on the reader, or a ticket's number. */
  identity: z.union([z.literal('card'), z.object({ ticket: z.string().max(60) })]).optional(),
})

/** A purpose off the list, and words of one's own: with `other` they are needed. */
const Reveal = z
  .object({
    id: z.string(),
    field: z.string(),
    purpose: z.enum(PURPOSES),
    note: z.string().trim().max(200).default(''),
  })
  .refine(({ purpose, note }) => purpose !== 'other' || note.length >= 2)

export const ListQuery = z.object({
  type: z.string(),
  /** A queue desk's own condition. */
  desk: z.string().optional(),
  text: z.string().max(100).optional(),
  states: z.array(z.string()).optional(),
  /** Fields: one value, several, or a span of dates or numbers. */
  filters: z
    .record(
      z.string(),
      z.union([
        z.string(),
        z.number(),
        z.boolean(),
        z.array(z.string()),
        z.object({ from: z.string().optional(), to: z.string().optional() }),
      ]),
    )
    .optional(),
  /** Fields that have no value. */
  empty: z.array(z.string()).max(20).optional(),
  /** Only what this report counts: the rows behind one of its numbers. */
  report: z.object({ domain: z.string(), report: z.string() }).optional(),
  unit: z.string().optional(),
  flag: z.string().optional(),
  sort: z.object({ field: z.string(), down: z.boolean() }).optional(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(50),
})

export const ReportQuery = z.object({
  domain: z.string(),
  report: z.string(),
  from: z.string(),
  to: z.string(),
  unit: z.string().optional(),
})

/** Days are those of the deployment; `until` is the last one. A person's number is looked for whole. */
export const AuditAsk = z.object({
  of: z.enum(['acts', 'cases']).optional(),
  person: z.string().max(60).optional(),
  act: z.string().max(60).optional(),
  station: z.string().max(60).optional(),
  unit: z.string().max(60).optional(),
  caseId: z.string().max(60).optional(),
  number: z.string().max(60).optional(),
  from: z.string().max(10).optional(),
  until: z.string().max(10).optional(),
})
export type AuditAsk = z.output<typeof AuditAsk>

/** What a person is told of who looked at their records; `number` is covered, `file` is the page to hand over. */
export interface AccessLogView {
  number: string
  cases: number
  /** Older lines are not among these. */
  more: boolean
  lines: { seq: number; at: string; person: string; unit: string; record: string; act: string; what: string }[]
  file: Download
}

export interface BurstRow {
  id: string
  name: string
  unitName: string
  stationName: string
  from: string
  until: string
  count: number
}

export interface AuditChoices {
  people: { id: string; name: string }[]
  stations: { id: string; name: string }[]
  acts: { id: string; name: string }[]
}

export interface AuditLineView {
  seq: number
  /** The device's time and the centre's, as texts. */
  at: string
  receivedAt: string
  actText: string
  person: string
  role: string
  unit: string
  station: string
  /** The case or what else it was about. */
  subject: string
  what: string
  verdict: 'accepted' | 'refused'
  clock: boolean
  link: string
}

export interface VerifiedView {
  rows: number
  seq: number
  link: string
  anchors: number
  /** In all; `findings` are sentences for the first of them. */
  count: number
  findings: string[]
}

export interface Row {
  id: string
  type: string
  title: string
  state: string
  stateText: string
  tone: 'wait' | 'good' | 'bad' | 'quiet'
  due: Due
  unitName: string
  updatedAt: string
  /** Column → what a person reads, personal numbers covered. */
  cells: Readonly<Record<string, string>>
  /** Something of it waits to be sent, or was refused. */
  sending: 'sent' | 'waiting' | 'refused'
}

export interface ListAnswer {
  rows: Row[]
  total: number
}

export interface WordedProblem extends Problem {
  text: string
}

export interface CaseView {
  id: string
  type: string
  title: string
  version: number
  unitName: string
  stateText: string
  tone: Row['tone']
  sending: Row['sending']
  createdAt: string
  updatedAt: string
  state: string
  editable: boolean
  due: Due
  sections: { section: string; cells: ViewCell[] }[]
  steps: (Omit<ScreenStep, 'refusals'> & {
    refusals: WordedProblem[]
    asked: ViewCell[]
    prints: boolean
    /** A seal machine does it. */
    stamps: boolean
    identity: boolean
  })[]
  history: HistoryLine[]
  /** What each lookup finds, as rows. */
  related: { lookup: string; rows: Row[] }[]
  /** Sentences on entitlements. */
  standings: StandingText[]
  /** The citizen signed it on the second screen; `stale`: what was shown to them has been changed since. */
  signed?: 'valid' | 'stale'
  /** Forms that can be printed of it. */
  templates: string[]
  /** With `cases.preview` and an act: what would refuse it. */
  problems: WordedProblem[]
}

export type ViewCell = Omit<Cell, 'problem' | 'value'> & {
  value: AnyValue | undefined
  text: string
  label: string
  /** It is covered, and this person may uncover it for a purpose. */
  reveal?: true
  problem?: WordedProblem
}

export interface StandingText {
  name: string
  label: string
  now: boolean
  on?: string
  text: string
  spells: { title: string; since: string; until?: string }[]
}

export interface HistoryLine {
  id: string
  at: string
  act: string
  actText: string
  by: string
  unitName: string
  station: string
  seq: number
  verdict: 'waiting' | 'accepted' | 'refused'
  clock: boolean
  changes: { field: string; label: string; text: string }[]
  problems: WordedProblem[]
}

export interface ActAnswer {
  /** Empty: done and durable. */
  problems: WordedProblem[]
  id: string
  state?: string
  /** The case the clerk would turn to: its numbers and what is said of it. */
  title?: string
  /** Numbers that were drawn, with their labels. */
  drawn?: { label: string; number: string; provisional: boolean }[]
  /** A form that went to a printer with the act. */
  print?: { job: string; device: string; ended: 'good' | 'void' | 'nothing' | 'uncertain' | 'running'; text: string }
}

export interface Draft {
  id: string
  type: string
  title: string
  patch: Data
  savedAt: string
}

export interface IntakeAnswer {
  number: string
  problem?: WordedProblem
  standing?: StandingText
  history: { lookup: string; label: string; rows: Row[] }[]
  /** What the form can start with: from the card, else from what is known of the person. */
  patch: Data
  /** A draft of this person that was left unfinished. */
  draft?: Draft
}

export interface CardSummary {
  name: string
  number: string
  layout: string
  /** The card's own validity has ended. */
  expired: boolean
  simulated: boolean
}

export interface CardRead extends CardSummary {
  patch: Data
}

/** Quarters of a circle, in degrees. */
const Turn = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])

export const CameraUse = z.enum(['page', 'portrait', 'code'])
export type CameraUse = z.infer<typeof CameraUse>

/** A camera of the desk by the name that the system has for it, and how it is turned. */
export const Camera = z.object({ name: z.string().max(300), turn: Turn })
export type Camera = z.infer<typeof Camera>

export interface StoredFile {
  hash: string
  mime: string
  size: number
  width?: number
  height?: number
  /** Of the first page of a stack: so many sides of it were blank and were not kept. */
  blanks?: number
  /** Of the last page of a stack that a fault ended: what happened, and what to do. */
  stopped?: string
}

export interface Download {
  name: string
  mime: string
  bytes: Uint8Array
}

export interface ImportJob {
  job: string
  type: string
  name: string
  state: 'reading' | 'writing' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number
  taken: number
  refused: { row: number; cells: string[]; reasons: string[] }[]
  refusedCount: number
  text: string
}

export interface OpenPrint {
  id: string
  type: string
  title: string
  at: string
  device: string
  text: string
}

export interface OpenStamp {
  id: string
  type: string
  title: string
  at: string
  device: string
  /** What the machine counted before. */
  before: number
}

/** Where a seal machine is: at an address of the office network (Modbus TCP), or on a serial line (Modbus RTU). */
export const SealPlace = z.object({
  /** The code on the machine, as it is registered at the centre. */
  id: z.string().trim().min(4).max(64),
  /** The Modbus unit. */
  unit: z.number().int().min(1).max(247),
  at: z.union([
    z.object({ host: z.string().trim().min(1).max(200), port: z.number().int().min(1).max(65_535) }),
    z.object({
      serial: z.string().trim().min(1).max(200),
      /** Bits per second. */
      baudRate: z.number().int().min(300).max(4_000_000),
      parity: z.enum(['none', 'even', 'odd']),
    }),
  ]),
})

const DeviceText = z.string().trim().min(1).max(300)

export const ScannerSetUp = z.object({
  /** SANE's name of it; its address on the network; NAPS2's name of it; or the folder that it saves its files to. */
  place: z.discriminatedUnion('by', [
    z.object({ by: z.literal('sane'), device: DeviceText, name: DeviceText }),
    z.object({
      by: z.literal('escl'),
      url: z.url({ protocol: /^https?$/ }).max(300),
      /** SHA-256 of its certificate, for one that is known by that alone. */
      fingerprint: z
        .string()
        .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
        .optional(),
      name: DeviceText,
    }),
    z.object({ by: z.literal('naps2'), driver: z.enum(['wia', 'twain', 'escl']), device: DeviceText }),
    z.object({ by: z.literal('folder'), folder: DeviceText, name: DeviceText }),
  ]),
  /** How each scan is made. */
  defaults: z.object({
    dpi: z.number().int().min(75).max(1200),
    colour: z.enum(['colour', 'grey', 'lineart']),
    paper: z.enum(['A4', 'A5', 'card']),
    source: z.enum(['feeder', 'duplex', 'flatbed']),
  }),
})

export type ScannerSettings = z.output<typeof ScannerSetUp>

export interface ScannerView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  settings?: ScannerSettings
}

export interface FoundScannerLine {
  place: ScannerSettings['place']
  name: string
}

export interface SealView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  machine?: z.output<typeof SealPlace>
}

export interface ReportAnswer {
  label: string
  columns: { name: string; label: string; number: boolean }[]
  rows: { cells: (string | number)[]; query: z.input<typeof ListQuery> }[]
  total: (string | number)[]
}

export interface BalanceAnswer {
  label: string
  counts: { name: string; label: string; count: number }[]
  lines: (LedgerLine & { label: string })[]
  differences: { name: string; label: string; rows: Row[] }[]
}

/** Who wrote something, when and where, and the papers that lay before them. */
export interface Said {
  by: string
  unitName: string
  station: string
  at: string
  /** Hashes of scans that came with it or that its author had put into the case before. */
  papers: string[]
}

export interface InboxItem {
  event: string
  /** It is this person's own; else they settle it for somebody of their unit. */
  own: boolean
  mine: Said
  /** What others did to the case after its author had last looked; where the person may read it. */
  since: HistoryLine[]
  caseId: string
  type: string
  title: string
  act: string
  actText: string
  at: string
  by: string
  problems: WordedProblem[]
  /** What the clerk had entered, and what stands now: to mend field by field. */
  cells: InboxCell[]
}

export interface InboxCell extends ViewCell {
  now: string
  /** Somebody else wrote the field meanwhile: what, and what stood there before both. */
  theirs?: Said & { text: string; before: string }
}

/** A value of this person's that somebody else has replaced while settling a conflict. */
export interface OverruledNote {
  event: string
  caseId: string
  type: string
  title: string
  by: string
  unitName: string
  at: string
  fields: { label: string; mine: string; now: string }[]
}

export interface Status {
  network: 'online' | 'offline' | 'not-enrolled'
  /** Why it is offline, when it is known. */
  networkText?: string
  lastSync?: string
  unsent: number
  refused: number
  /** Conflicts that others settled over this person's values, not yet noted. */
  overruled: number
  unconfirmed: number
  syncing: boolean
  /** First sync: how far it has come. */
  seeding?: { done: number; total: number }
  devices: {
    id: string
    kind: string
    name: string
    state: 'ready' | 'busy' | 'absent' | 'fault'
    text: string
    simulated: boolean
  }[]
  /** The clock stands before the last known time. */
  clock?: string
  warnings: string[]
}

/** A package that this window made for a stick. */
export interface CarriedPackage {
  sequence: number
  /** ISO 8601, the device's clock. */
  made: string
  /** The sha-256 of the file, in hex. */
  hash: string
  size: number
  events: number
  files: number
  receipt?: { taken: string; accepted: number; refused: number }
}

export interface CarryView {
  /** What a package made now would hold. */
  events: number
  files: number
  bytes: number
  /** Newest first. */
  packages: (CarriedPackage & {
    /** Its file is still here, under this name for `carry.read`; `name` is what the person gets. */
    file?: string
    name: string
    /** A newer package holds everything that this one did. */
    superseded: boolean
  })[]
}

/** What a file from a stick says of itself; what may be done with it. */
export interface CarryLook {
  kind: 'package' | 'receipt'
  station: string
  unit: string
  sequence: number
  made: string
  events: number
  files: number
  size: number
  /** `take`: a receipt for this window. `bring`: a package, to be handed on. */
  may: 'take' | 'bring'
}

export interface CarryTaken {
  sequence: number
  accepted: number
  refused: number
  /** Others' events that came with it; `behind`: they did not, and come with the next receipt or by the line. */
  others: number
  behind: boolean
  /** So many of this window's events still wait for an answer. */
  waiting: number
}

export interface CarryBrought {
  station: string
  unit: string
  sequence: number
  made: string
  events: number
  files: number
  accepted: number
  refused: number
  again: boolean
  /** The receipt, for `carry.read`, and what the person gets it as. */
  file: string
  name: string
}

export interface SettingsView {
  station?: Station
  server?: string
  /** The fingerprint of the authority by which this window knows the centre; absent on the centre's own machine. */
  authority?: string
  /** The last day of the certificate that the centre showed last. */
  certificateUntil?: string
  dataFolder: string
  version: string
  mayEdit: boolean
  parameters: {
    domain: string
    name: string
    label: string
    value: number | boolean
    default: number | boolean
    min?: number
    max?: number
  }[]
  calendar: { holidays: string[]; workdays: string[]; coveredYears: number[] }
}

export interface UpdateView {
  version: string
  /** A launcher started it: versions can be laid beside it. */
  managed: boolean
  /** It knows whose releases to take. */
  released: boolean
  progress: UpdateProgress
  text: string
}

export interface UpdatesPlan {
  packages: UpdatePackage[]
  /** `name`: of the unit or station. */
  rollouts: (UpdateRollout & { name: string })[]
  stations: (UpdateStation & { unitName: string; text: string })[]
}

export interface BackupsView {
  /** What is wrong with the window's data; absent while it works. */
  fault?: string
  backups: {
    name: string
    at: string
    /** Why it was made. */
    why: string
    events: number
    unsent: number
    /** What becomes of the work that was entered after it. */
    since: string
    /** Some of that work may be lost by restoring. */
    loses: boolean
  }[]
}

export interface DemoState {
  demo: boolean
  network: boolean
  people: { n: number; name: string; note: string }[]
  onReader: number | null
  printers: { device: string; left: number; fault: string | null }[]
  faults: Readonly<Record<string, readonly string[]>>
}

function call<A>() {
  return <S extends z.ZodType>(args: S) => ({ args, type: undefined as unknown as () => A })
}

/** The card reader of this machine. */
/** A device in the device centre. */
export type DeviceEntry = Status['devices'][number] & {
  /** ISO 8601; absent when it was not used since the window was opened. */
  lastUse?: string
  /** Whether there is a test that uses nothing up. */
  testable: boolean
  /** The newest first. */
  happened: { at: string; state: Status['devices'][number]['state']; text: string }[]
}

export interface DeviceTested {
  ok: boolean
  text: string
}

/** Millimetres: what is further off is no matter of calibration. */
const Offset = z.number().min(-20).max(20)

const Printer = z.object({
  /** The code on the machine, which print terminals are registered by. */
  id: z.string().trim().min(4).max(64),
  name: z.string().trim().min(1).max(50),
  kind: z.enum(['card-printer', 'document-printer']),
  /** IPP for paper and cards, or the bytes of sticker and ticket printers. */
  speaks: z.enum(['ipp', 'zpl', 'tspl', 'escpos']),
  /** Dots per inch of a sticker or ticket printer's head. */
  dpi: z.number().int().min(150).max(1200),
  /** ipp://host/path, for a queue of this machine ipp://localhost:631/printers/<queue>; else socket://host:9100 or serial:<line>. */
  uri: z
    .string()
    .trim()
    .max(300)
    .regex(/^(((ipps?|https?|socket):\/\/[^\s/]+(\/\S*)?)|serial:(\/dev\/(?!.*\.\.)[\w./-]{1,80}|COM\d{1,3}))$/),
  /** SHA-256 of its own certificate, in hex; empty when the machine trusts it anyway. */
  fingerprint: z
    .string()
    .trim()
    .regex(/^([0-9a-fA-F]{2}:?){32}$|^$/),
  /** Millimetres by which prints are moved to the right and down. */
  x: Offset,
  y: Offset,
})

const Route = z.object({
  /** A template, its domain before it. */
  form: z.string().max(160),
  /** The id of a printer; the first there is of its kind, when empty. */
  printer: z.string().max(64),
  /** The printer's own name of a tray; its own choice when empty. */
  tray: z.string().trim().max(60),
  /** Which sides of a card are printed. */
  side: z.enum(['both', 'front', 'back']),
})

export type PrinterConfig = z.output<typeof Printer>
export type FormRoute = z.output<typeof Route>

export interface PrinterSettings {
  printers: PrinterConfig[]
  forms: FormRoute[]
}

export interface PrintersView extends PrinterSettings {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  /** Every form that is printed here. */
  templates: { form: string; label: string; kind: PrinterConfig['kind'] }[]
}

export interface CardReaderView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  reader?: SetUpReader
}

interface SetUpReader {
  port: { id: string; name: string }
  /** Bits per second of a serial line; absent of a reader on USB. */
  baudRate?: number
  /** The number of its security module, as it is printed on the reader. */
  reader: string
}

/** A line on which a reader was looked for: the one that was found, or why there is none. */
export interface CardReaderLine {
  port: { id: string; name: string }
  found?: Omit<SetUpReader, 'port'>
  text?: string
}

export interface CodeReaderView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  reader?: { path: string; baudRate: number }
}

/** One line that the citizen reads. */
export interface CitizenLine {
  name: string
  label: string
  text: string
}

/** How the second screen stands to a case, for the clerk. */
export interface CitizenView {
  /** Second screens that are open; 0: there is none, and the shell may open one. */
  screens: number
  mayOpen: boolean
  /** The record type can be confirmed by the citizen. */
  confirms: boolean
  /** It is being asked for, is shown, waits for long; was signed, signed and changed since, or found wrong. */
  confirm?: 'asked' | 'shown' | 'late' | 'signed' | 'stale' | 'wrong'
  /** The signature that was given, for the form. */
  signature?: { field: string; file: string }
  /** What the citizen found wrong, as labels. */
  wrong: string[]
  rating?: 'may' | 'asked' | 'rated'
}

export type CitizenScreen = {
  /** The unit's name, and what the house is called. */
  unit: string
  deployment: string
} & (
  | { state: 'waiting' }
  | { state: 'confirm'; ask: string; title: string; lines: CitizenLine[] }
  | {
      state: 'rate'
      ask: string
      title: string
      levels: { code: string; label: string; low: boolean }[]
      reasons: { code: string; label: string }[]
    }
)
