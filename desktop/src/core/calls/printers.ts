import { label } from '../../../../shared-types/src/engine/words.ts'
import type { PrinterConfig, PrinterSettings, PrintersView } from '../../api/devices.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import type { Form } from '../form.ts'
import { printForm } from '../print-form.ts'
import type { PrinterSetup } from '../printer-setup.ts'
import { testPage } from '../printing/test-page.ts'
import { formKey } from '../render.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own = 'devices.printers' | 'devices.putPrinters' | 'devices.findUsbPrinters' | 'devices.testPrint'

/** Milliseconds a test page may take, and a look at what is plugged in. */
const PATIENCE = 60_000
const LOOK = 10_000
/** Millimetres: a sticker smaller than this shows what of the page it holds. */
const STICKER = { width: 70, height: 60 }
/** The status bar hears of the printer by its driver; a test page is no work of the desk. */
const NOWHERE = { note: () => undefined }

/** The printers of this machine, and which form goes to which of them. */
export function printerCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'devices.printers': (_, client) => viewOf(desk, asking(desk, client)),
    async 'devices.putPrinters'({ printers, forms }, client) {
      const { who, setup } = setUp(desk, client)
      const settings = { printers, forms }
      demandSound(settings, templatesOf(desk, who))
      await desk.audit(who.user, 'device', 'printers', { value: JSON.stringify(settings) })
      await setup.use(settings)
      return viewOf(desk, who)
    },
    async 'devices.findUsbPrinters'(_, client) {
      return setUp(desk, client).setup.onUsb(AbortSignal.timeout(LOOK))
    },
    async 'devices.testPrint'({ printer }, client) {
      const { who, setup } = setUp(desk, client)
      const config = setup.settings().printers.find(({ id }) => id === printer)
      if (!config) throw new CallRefusal('not-found', 'printers.missing')
      await desk.audit(who.user, 'print', 'test-page', { device: config.id })
      const end = await printForm(
        setup.drivers[config.kind === 'card-printer' ? 'cardPrinter' : 'documentPrinter'],
        NOWHERE,
        {
          printer: config.kind === 'card-printer' ? 'card' : 'document',
          form: await calibration(desk, config),
          language: client.language,
          signal: AbortSignal.timeout(PATIENCE),
          routes: { route: () => ({ printer: config.id, side: 'both' }), offset: setup.offset },
        },
      )
      const good = coreText(client.language, 'printers.testGood')
      return { ended: end.ended, text: end.ended === 'good' ? good : end.text }
    },
  }
}

function setUp(desk: Desk, client: Client): { who: Asking; setup: PrinterSetup } {
  const who = asking(desk, client)
  if (who.user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
  if (!desk.devices.printers) throw new CallRefusal('device', 'devices.simulated')
  return { who, setup: desk.devices.printers }
}

async function viewOf(desk: Desk, who: Asking): Promise<PrintersView> {
  const { printers } = desk.devices
  const { ip, mac } = await desk.parts.terminal('card')
  const terminal = { ip, mac }
  if (!printers) return { simulated: true, printers: [], forms: [], templates: [], terminal }
  return { simulated: false, ...printers.settings(), templates: templatesOf(desk, who), terminal }
}

/** Every form that a step prints or a case can be printed on, by the name that its domain gives it. */
function templatesOf(desk: Desk, { words }: Asking): PrintersView['templates'] {
  return [...desk.kinds.values()].flatMap(kind =>
    Object.entries(kind.domain.templates)
      .filter(([, template]) => template.record === kind.name)
      .map(([name, { paper }]) => ({
        form: formKey(kind, name),
        label: label(kind, words.language).template(name),
        kind: paper === 'card' ? ('card-printer' as const) : ('document-printer' as const),
      })),
  )
}

/** @throws CallRefusal for a code that two printers have, and for a form that goes where it cannot be printed */
function demandSound({ printers, forms }: PrinterSettings, templates: PrintersView['templates']): void {
  const ids = printers.map(({ id }) => id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice) throw new CallRefusal('problems', 'printers.twice', { id: twice })
  const odd = printers.find(({ speaks, kind, uri }) => !fits(speaks, kind, uri))
  if (odd) throw new CallRefusal('problems', 'printers.address', { id: odd.id })
  for (const { form, printer } of forms) {
    if (!printer) continue
    const kind = templates.find(each => each.form === form)?.kind
    if (!printers.some(each => each.id === printer && each.kind === kind))
      throw new CallRefusal('problems', 'printers.unknown', { id: printer })
  }
}

/** IPP goes to an address of IPP, bytes to a socket or a serial line; and a card is made over IPP alone. */
function fits(speaks: PrinterConfig['speaks'], kind: PrinterConfig['kind'], uri: string): boolean {
  return speaks === 'ipp' ? /^(ipp|http)/.test(uri) : /^(socket|serial|usb):/.test(uri) && kind === 'document-printer'
}

/** Forms are Chinese documents, this page too. */
async function calibration(desk: Desk, { id, name, kind, speaks, x, y }: PrinterConfig): Promise<Form> {
  const say = (key: string, holes: Record<string, string | number> = {}) => coreText('zh-CN', `printers.${key}`, holes)
  const lines = [say('testName', { name, id }), say('testNow', { x, y }), say('testHow')]
  const paper = speaks === 'ipp' ? (kind === 'card-printer' ? 'card' : 'A4') : STICKER
  const title = say('testTitle')
  const sheet = testPage(title, lines, paper)
  const bytes = await desk.printer.renderPdf(sheet, async () => undefined)
  return { name: `${title}.pdf`, mime: 'application/pdf', bytes, template: 'test-page', paper, sheet }
}
