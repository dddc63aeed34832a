import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyNote } from '../parts/empty-note.tsx'
import { ExemptionsPage } from '../parts/exemptions-page.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { RehearsalPage } from '../parts/rehearsal-page.tsx'
import { RuleList } from '../parts/rule-list.tsx'
import { RuleRunsPage } from '../parts/rule-runs-page.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { useCall } from '../state/use-call.ts'

/** 规则与参数: what the rules are set to, whom they leave out, what other parameters would call for, and what was judged. */
export function RulesScreen() {
  const { t } = useTranslation()
  const { role } = useHouse()
  if (role !== 'supervisor' && role !== 'administrator') return <EmptyNote text={t('ruleBook.notYours')} />
  return <RulesPage />
}

function RulesPage() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('rules.view', {}, notice => notice.topic === 'session')
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  return (
    <div className="page rules">
      <PageHead title={t('ruleBook.title')} />
      <Tabs
        destroyOnHidden
        items={[
          { key: 'rules', label: t('ruleBook.tabs.rules'), children: <RuleList view={answer} reload={reload} /> },
          { key: 'exemptions', label: t('ruleBook.tabs.exemptions'), children: <ExemptionsPage rules={answer} /> },
          {
            key: 'rehearsal',
            label: t('ruleBook.tabs.rehearsal'),
            children: <RehearsalPage rules={answer} changed={reload} />,
          },
          // What was judged tells of every unit: for those of the whole, by the same word of the centre.
          ...(answer.whole
            ? [{ key: 'runs', label: t('ruleBook.tabs.runs'), children: <RuleRunsPage today={answer.today} /> }]
            : []),
        ]}
      />
    </div>
  )
}
