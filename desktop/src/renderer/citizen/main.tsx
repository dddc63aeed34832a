import '@fontsource-variable/noto-sans-sc'
import 'hanamin/HanaMin.css'
import '../styles/base.css'
import '../styles/citizen.css'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { connect } from '../connect.ts'
import { ClientContext } from '../state/client-context.ts'
import { i18n } from '../words/i18n.ts'
import { CitizenPage } from './citizen-page.tsx'

const client = connect(
  {
    lost: () => i18n.t('failure.lost'),
    broken: () => i18n.t('failure.broken'),
  },
  'chuangtai.citizen',
)
createRoot(document.getElementById('root')!).render(
  <I18nextProvider i18n={i18n}>
    <ClientContext value={client}>
      <CitizenPage />
    </ClientContext>
  </I18nextProvider>,
)
