import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Button, Drawer, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRow } from '../../api/people.ts'
import type { KeyCertificate } from '../../api/session.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { FileDrop } from './file-drop.tsx'

interface CertificatesFormProps {
  person: PersonRow
  close(changed: boolean): void
}

/** The certificates that sign somebody in from their USB key: those there are, and another from a key or a file. */
export function CertificatesForm({ person, close }: CertificatesFormProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [own, setOwn] = useState(person.certificates)
  const take = async (work: Parameters<typeof run>[0]) => {
    const view = (await run(work)) as { people: PersonRow[] } | undefined
    const row = view?.people.find(({ id }) => id === person.id)
    if (row) setOwn(row.certificates)
  }
  const add = (certificate: Uint8Array<ArrayBuffer> | { fingerprint: string }) =>
    void take(() => ask('people.addCertificate', { id: person.id, certificate }))
  return (
    <Drawer open title={t('usbKey.of', { name: person.name })} size={520} onClose={() => close(true)}>
      <div className="people-form">
        {own.length === 0 && <p className="faint">{t('usbKey.noneOf')}</p>}
        {own.map(line => (
          <section key={line.fingerprint} className="certificate-line">
            <CertificateText line={line} />
            <Popconfirm
              title={t('usbKey.endSure')}
              onConfirm={() =>
                void take(() => ask('people.endCertificate', { id: person.id, fingerprint: line.fingerprint }))
              }
            >
              <Button size="small">{t('usbKey.end')}</Button>
            </Popconfirm>
          </section>
        ))}
        <h3>{t('usbKey.add')}</h3>
        <FromKey
          taken={own.map(({ fingerprint }) => fingerprint)}
          busy={busy}
          add={fingerprint => add({ fingerprint })}
        />
        <FileDrop
          accept=".pem,.crt,.cer,.der"
          icon={<SafetyCertificateOutlined />}
          text={t('usbKey.file')}
          busy={busy}
          take={file => void file.arrayBuffer().then(bytes => add(new Uint8Array(bytes)))}
        />
        {failure && <FailureNote failure={failure} inline />}
        <p className="faint">{t('usbKey.addHint')}</p>
      </div>
    </Drawer>
  )
}

interface FromKeyProps {
  taken: readonly string[]
  busy: boolean
  add(fingerprint: string): void
}

/** What lies on the keys that are in this machine's sockets. */
function FromKey({ taken, busy, add }: FromKeyProps) {
  const { t } = useTranslation()
  const { answer } = useCall('usbKey.certificates', {}, notice => notice.topic === 'status')
  const fresh = answer?.filter(({ fingerprint }) => !taken.includes(fingerprint)) ?? []
  if (fresh.length === 0) return <p className="faint">{t('usbKey.insert')}</p>
  return fresh.map(line => (
    <section key={line.fingerprint} className="certificate-line">
      <CertificateText line={line} />
      <Button size="small" type="primary" loading={busy} onClick={() => add(line.fingerprint)}>
        {t('usbKey.register')}
      </Button>
    </section>
  ))
}

function CertificateText({ line }: { line: Omit<KeyCertificate, 'label'> & { label?: string } }) {
  const { t } = useTranslation()
  return (
    <div>
      <b>{oneLine(line.subject)}</b>
      {line.label && <em className="faint"> {line.label}</em>}
      <br />
      <small className="faint">{oneLine(line.issuer)}</small>
      <br />
      <small>
        {t('usbKey.until')} <Clock at={line.until} />
      </small>
      <br />
      <small className="mono faint">{line.fingerprint.slice(0, 16)}</small>
    </div>
  )
}

const oneLine = (name: string) => name.split('\n').join(', ')
