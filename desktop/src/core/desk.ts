import type { Domain, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import type { EnrolAnswer, EnrolRequest } from '../../../shared-types/src/protocol-stations.ts'
import type { Notice } from '../api.ts'
import type { Accounts } from './accounts.ts'
import type { Acted, ActParts, Wish } from './act.ts'
import type { Anchors } from './audit-anchors.ts'
import type { BackupKeeper } from './backup-keeper.ts'
import type { CardPhotos } from './card-photo.ts'
import type { CardReaderSetup } from './card-reader-setup.ts'
import type { Packages } from './carry-packages.ts'
import type { Standing } from './carry-standing.ts'
import type { CitizenDesk } from './citizen-desk.ts'
import type { Signed } from './citizen-seal.ts'
import type { Clock } from './clock.ts'
import type { CodeReaderSetup } from './code-reader-setup.ts'
import type { DemoDesk } from './demo-desk.ts'
import type { Devices } from './devices.ts'
import type { Directory } from './directory.ts'
import type { DisposalNotes } from './disposal-notes.ts'
import type { Drafts } from './drafts.ts'
import type { Events } from './events.ts'
import type { FileStore } from './file-store.ts'
import type { IdleLock } from './idle-lock.ts'
import type { ImportJobs } from './import-job.ts'
import type { KeyStore } from './keys/key-store.ts'
import type { Secrets } from './keys/secrets.ts'
import type { Notes } from './notes.ts'
import type { Numbered } from './numbered.ts'
import type { Outgoing } from './outgoing.ts'
import type { Overruled } from './overruled.ts'
import type { PageTexts } from './page-texts.ts'
import type { Printer } from './printing/pdf.ts'
import type { Projection } from './projection.ts'
import type { RequestSigner } from './request-signer.ts'
import type { RestoreGate } from './restored.ts'
import type { ScannerSetup } from './scanner-setup.ts'
import type { SealSetup } from './seal-setup.ts'
import type { Enrolment, ServerClient } from './server-client.ts'
import type { Session } from './session.ts'
import type { SharedCounts } from './shared-counts.ts'
import type { StationIdentity } from './station-identity.ts'
import type { WindowDatabase } from './store/database.ts'
import type { Kept } from './store/kept.ts'
import type { Sync } from './sync.ts'
import type { SeenCertificate } from './tls-fetch.ts'
import type { UpdateKeeper } from './update-keeper.ts'
import type { UsbKeySockets } from './usb-key-sockets.ts'

/** Everything one window is made of; the calls of the api work on this. */
export interface Desk {
  domains: readonly Domain[]
  kinds: Kinds
  folder: string
  /** What keeps the secrets of this window. */
  keys: KeyStore
  /** What its data are encrypted with. */
  secrets: Secrets
  version: string
  shell: 'electron' | 'web'
  db: WindowDatabase
  events: Events
  notes: Notes
  directory: Directory
  outgoing: Outgoing
  projection: Projection
  /** Counts of the projection that many look at. */
  counts: SharedCounts
  drafts: Drafts
  overruled: Overruled
  disposals: DisposalNotes
  accounts: Accounts
  clock: Clock
  session: Session
  idle: IdleLock
  server: ServerClient
  /** The centre as somebody else is spoken to by it: whoever came in by a door of their own. */
  serverAs(session: () => string | undefined): ServerClient
  /** Who else than the person at the window is looked at when the centre says something new of people. */
  reviewed: Set<Pick<Session, 'review'>>
  /** What the centre signed of the audit chains. */
  anchors: Anchors
  sync: Sync
  devices: Devices
  /** How the card reader is set up; nothing in the demo, whose devices are simulated. */
  cardReader: CardReaderSetup | undefined
  codeReader: CodeReaderSetup | undefined
  /** Who decodes the photos of cards; nothing in the demo, whose cards have none. */
  cardPhotos: CardPhotos | undefined
  /** How the scanner is set up; nothing in the demo. */
  scanner: ScannerSetup | undefined
  /** How the seal machine is set up; nothing in the demo. */
  sealSetup: SealSetup | undefined
  /** The second screen, and what was signed there and waits for its act. */
  citizen: CitizenDesk
  citizenSigned: Kept<Signed>
  /** The sockets for people's USB keys. */
  usbKeys: UsbKeySockets
  /** Demo mode only. */
  demo?: DemoDesk
  files: FileStore
  /** What was read from pages. */
  pageTexts: PageTexts
  /** What was carried away on sticks. */
  packages: Packages
  /** Where this window stands in the server's numbering. */
  standing: Standing
  numbered: Numbered
  backups: BackupKeeper
  /** The versions of the program itself. */
  updates: UpdateKeeper
  restored: RestoreGate
  printer: Printer
  imports: ImportJobs
  /** Cases of which something is being printed or stamped now. */
  printing: Set<string>
  parts: ActParts
  /** The id of this station, once it is enrolled. */
  station(): string | undefined
  enrolment(): Enrolment | undefined
  keepEnrolment(enrolment: Enrolment): Promise<void>
  /** As whom this window speaks to the centre, and whether it may. */
  identity: StationIdentity
  /** Enrols at a centre that shows a certificate of this authority, or without one at a centre on this machine. */
  enrolAt(at: Pick<Enrolment, 'server' | 'authority'>, signer: RequestSigner, ask: EnrolRequest): Promise<EnrolAnswer>
  /** What was last seen of the centre's certificate. */
  certificate(): SeenCertificate | undefined
  /** Acts as this person, one act at a time. */
  act(user: User, wish: Wish): Promise<Acted>
  /** Writes what is no change of a case but must be known later: a reveal, an export, a print, a sign-in. */
  audit(user: User, act: string, subject: string, what: Readonly<Record<string, string>>): Promise<void>
  tell(notice: Notice): void
}
