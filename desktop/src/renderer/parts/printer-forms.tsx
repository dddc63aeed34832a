import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FormRoute, PrinterSettings, PrintersView } from '../../api/devices.ts'

interface Props {
  view: PrintersView
  draft: PrinterSettings
  change(forms: FormRoute[]): void
}

/** Which form goes to which printer, out of which tray, and which sides of a card. */
export function PrinterForms({ view, draft, change }: Props) {
  const { t } = useTranslation()
  const put = (route: FormRoute) => {
    const others = draft.forms.filter(({ form }) => form !== route.form)
    const plain = !route.printer && !route.tray && route.side === 'both'
    change(plain ? others : [...others, route])
  }
  return (
    <table className="printer-forms">
      <caption>{t('printers.forms')}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('printers.title')}</th>
          <th scope="col">{t('printers.tray')}</th>
          <th scope="col">{t('printers.side')}</th>
        </tr>
      </thead>
      <tbody>
        {view.templates.map(({ form, label, kind }) => {
          const route = draft.forms.find(each => each.form === form) ?? { form, printer: '', tray: '', side: 'both' }
          const fit = draft.printers.filter(printer => printer.kind === kind && printer.id)
          return (
            <tr key={form}>
              <th scope="row">{label}</th>
              <td>
                <Select
                  aria-label={`${label} ${t('printers.title')}`}
                  value={route.printer}
                  options={[
                    { value: '', label: t('printers.anyPrinter') },
                    ...fit.map(({ id, name }) => ({ value: id, label: name || id })),
                  ]}
                  onChange={printer => put({ ...route, printer })}
                />
              </td>
              <td>
                <Input
                  aria-label={`${label} ${t('printers.tray')}`}
                  value={route.tray}
                  maxLength={60}
                  placeholder={t('printers.trayHint')}
                  onChange={event => put({ ...route, tray: event.target.value })}
                />
              </td>
              <td>
                {kind === 'card-printer' && (
                  <Select
                    aria-label={`${label} ${t('printers.side')}`}
                    value={route.side}
                    options={(['both', 'front', 'back'] as const).map(side => ({
                      value: side,
                      label: t(`printers.${side}`),
                    }))}
                    onChange={side => put({ ...route, side })}
                  />
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
