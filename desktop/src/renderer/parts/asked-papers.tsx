import { FileDoneOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AskedPapers as Asked, EarlierPaper } from '../../api/archive.ts'
import { aboutCases, useCall } from '../state/use-call.ts'
import type { CaseForm } from '../state/use-case-form.ts'
import { KeyButton } from './key-button.tsx'

/** 免提交: which papers the person at the window need not bring, and why an earlier one cannot be used again. */
export function AskedPapers({ form }: { form: CaseForm }) {
  const { type, id } = form.view
  const { answer = [] } = useCall('archive.asked', { type, id, patch: form.patch }, aboutCases())
  const known = answer.filter(({ usable, hindered }) => usable.length + hindered.length > 0)
  return (
    <>
      {known.map((asked, at) => (
        <AskedPaper key={asked.name} asked={asked} form={form} first={at === 0} />
      ))}
    </>
  )
}

function AskedPaper({ asked, form, first }: { asked: Asked; form: CaseForm; first: boolean }) {
  const { t } = useTranslation()
  const { usable, hindered, taken } = asked
  const chosen = [...usable, ...hindered].find(paper => paper.id === taken)
  return (
    <section className="asked-papers" aria-label={t('papers.title', { what: asked.label })}>
      <h4>
        <FileDoneOutlined /> {t('papers.title', { what: asked.label })}
      </h4>
      <ul>
        {chosen && (
          <li className="tone-good">
            {t('papers.taken')} <Paper paper={chosen} />
            <Button size="small" type="link" onClick={() => form.change(asked.field, null)}>
              {t('papers.giveUp')}
            </Button>
          </li>
        )}
        {!taken &&
          usable.map((paper, at) => (
            <li key={paper.id}>
              <Paper paper={paper} />
              <KeyButton
                size="small"
                {...(first && at === 0 && { hotkey: 'Alt+M' })}
                onClick={() => form.fill(paper.fill)}
              >
                {t('papers.take')}
              </KeyButton>
            </li>
          ))}
        {!taken &&
          hindered.map(paper => (
            <li key={paper.id} className="faint">
              <Paper paper={paper} /> {t('papers.not')} {paper.reasons.join('、')}
            </li>
          ))}
      </ul>
    </section>
  )
}

function Paper({ paper }: { paper: EarlierPaper }) {
  const { t } = useTranslation()
  const { title, day, unitName, trust, pages } = paper
  return (
    <span className="asked-paper">
      <b>{title}</b> {t('papers.of', { day, unit: unitName, trust, pages })}
    </span>
  )
}
