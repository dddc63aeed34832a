import type { CoreOptions } from '../core.ts'
import type { Desk } from '../desk.ts'
import { archiveCalls } from './archive.ts'
import { auditCalls } from './audit.ts'
import { backupCalls } from './backups.ts'
import { cameraCalls } from './cameras.ts'
import { cardPhotoCalls } from './card-photo.ts'
import { carryCalls } from './carry.ts'
import { caseAboutCalls } from './case-about.ts'
import { caseCalls } from './cases.ts'
import { citizenCalls } from './citizen.ts'
import { codeCalls } from './codes.ts'
import { dashboardCalls } from './dashboard.ts'
import { demoCalls } from './demo.ts'
import { deviceCalls } from './devices.ts'
import { disposalCalls } from './disposal.ts'
import { draftCalls } from './drafts.ts'
import { factCalls } from './facts.ts'
import { fileCalls } from './files.ts'
import type { Handlers } from './handlers.ts'
import { hoursCalls } from './hours.ts'
import { imageBatchCalls } from './image-batch.ts'
import { inboxCalls } from './inbox.ts'
import { intakeCalls } from './intake.ts'
import { keyCalls } from './keys.ts'
import { messageCalls } from './messages.ts'
import { openAppCalls } from './open-apps.ts'
import { paperCalls } from './papers.ts'
import { peopleCalls } from './people.ts'
import { personalCalls } from './personal.ts'
import { printerCalls } from './printers.ts'
import { registerCalls } from './register.ts'
import { reportCalls } from './reports.ts'
import { ruleRunsCalls } from './rule-runs.ts'
import { rulesCalls } from './rules.ts'
import { scannerCalls } from './scanners.ts'
import { sealCalls } from './seals.ts'
import { sessionCalls } from './session.ts'
import { sheetCalls } from './sheets.ts'
import { signedCodeCalls } from './signed-codes.ts'
import { stationCalls } from './stations.ts'
import { syncCalls } from './sync.ts'
import { updateCalls } from './updates.ts'
import { usbKeyCalls } from './usb-key.ts'

/** What stands on the desk: devices, and the codes that they read. */
const deviceHandlers = (desk: Desk, options: CoreOptions) => ({
  ...keyCalls(desk),
  ...deviceCalls(desk),
  ...cardPhotoCalls(desk, options),
  ...printerCalls(desk),
  ...scannerCalls(desk),
  ...sealCalls(desk),
  ...citizenCalls(desk),
  ...codeCalls(desk),
  ...signedCodeCalls(desk),
  ...demoCalls(desk),
})

/** Every call of the api; the compiler sees to it that none is missing. */
export const handlersOf = (desk: Desk, options: CoreOptions): Handlers => ({
  ...sessionCalls(desk, options),
  ...usbKeyCalls(desk, options),
  ...caseCalls(desk),
  ...caseAboutCalls(desk),
  ...draftCalls(desk),
  ...intakeCalls(desk),
  ...fileCalls(desk),
  ...cameraCalls(desk),
  ...sheetCalls(desk),
  ...imageBatchCalls(desk),
  ...paperCalls(desk),
  ...archiveCalls(desk),
  ...reportCalls(desk),
  ...dashboardCalls(desk, options),
  ...inboxCalls(desk),
  ...stationCalls(desk),
  ...syncCalls(desk),
  ...hoursCalls(desk),
  ...auditCalls(desk),
  ...personalCalls(desk),
  ...peopleCalls(desk),
  ...disposalCalls(desk),
  ...factCalls(desk),
  ...rulesCalls(desk),
  ...ruleRunsCalls(desk),
  ...messageCalls(desk),
  ...openAppCalls(desk),
  ...registerCalls(desk),
  ...carryCalls(desk),
  ...backupCalls(desk, options),
  ...updateCalls(desk),
  ...deviceHandlers(desk, options),
})
