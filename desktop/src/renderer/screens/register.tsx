import { DownloadOutlined, PlusOutlined, PrinterOutlined, UploadOutlined } from '@ant-design/icons'
import { Pagination } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import type { Desk } from '../../../../shared-types/src/model/domain.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { ListFilters } from '../parts/list-filters.tsx'
import { ListOutput } from '../parts/list-output.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { RowTable } from '../parts/row-table.tsx'
import { type House, useHouse } from '../state/house.tsx'
import { filtersOf } from '../state/list-search.ts'
import { useSessionState } from '../state/session.tsx'
import { aboutCases, useCall } from '../state/use-call.ts'
import { type Query, useListQuery } from '../state/use-list-query.ts'

interface RegisterProps {
  domain: string
  name: string
  desk: Extract<Desk, { kind: 'register' }>
}

/** All records of a type, or those that belong to the desk: searched as one types, filtered, sorted, paged; new ones, import, export and print. */
export function RegisterScreen({ domain, name, desk }: RegisterProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const house = useHouse()
  const type = `${domain}.${desk.record}`
  const labels = house.labels(type)
  const { query, put } = useAddressed(type, desk.where && name)
  const { answer, failure, loading, reload } = useCall('cases.list', query, aboutCases(type))
  const filtered = isFiltered(query)
  return (
    <div className="page fills">
      <PageHead title={labels.desk(name)}>
        <RegisterButtons type={type} here={`/d/${domain}/${name}`} query={query} />
      </PageHead>
      <ListFilters type={type} query={query} put={put} />
      {failure && <FailureNote failure={failure} again={reload} />}
      <RowTable
        type={type}
        rows={answer?.rows ?? []}
        loading={loading && !answer}
        open={row => navigate(`/case/${row.id}`)}
        fills
        sort={query.sort}
        sorted={sort => put({ sort })}
        empty={answer && <EmptyNote text={filtered ? t('list.noMatch') : t('list.none', { what: labels.record })} />}
      />
      <Pagination
        size="small"
        align="end"
        current={Math.floor(query.offset / query.limit) + 1}
        pageSize={query.limit}
        total={answer?.total ?? 0}
        showSizeChanger
        pageSizeOptions={[50, 100, 200]}
        showTotal={total => t('list.total', { count: total })}
        onChange={(page, limit) => put({ offset: (page - 1) * limit, limit })}
      />
    </div>
  )
}

/** What the list shows at first: all of the desk, or what the address asks for. */
function useAddressed(type: string, desk: string | undefined) {
  const { search } = useLocation()
  return useListQuery(type, { desk, filters: filtersOf(useHouse().kind(type).record, search) })
}

const isFiltered = ({ text, states, filters, unit, flag }: Query): boolean =>
  Boolean(text || states?.length || unit || flag || Object.keys(filters ?? {}).length)

/** Cases that begin with a person at the glass begin at their intake desk. */
function intakeOf(house: House, type: string): string | undefined {
  const desk = house.menu.find(({ domain, desk: name }) => {
    const of = house.desk(domain, name)
    return of?.kind === 'intake' && `${domain}.${of.record}` === type
  })
  return desk && `/d/${desk.domain}/${desk.desk}`
}

function RegisterButtons({ type, here, query }: { type: string; here: string; query: Query }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const house = useHouse()
  const { record } = house.kind(type)
  const { place } = useSessionState()
  const may = house.role ? record.access[house.role] : undefined
  // A record whose fields the program fills in all is begun by nobody.
  const byHand = Object.values(record.fields).some(field => !field.locked)
  const [output, setOutput] = useState<'export' | 'print'>()
  return (
    <>
      {output && <ListOutput as={output} query={query} close={() => setOutput(undefined)} />}
      {may?.create && byHand && (
        <KeyButton
          type="primary"
          hotkey="Alt+N"
          icon={<PlusOutlined />}
          onClick={() => navigate(intakeOf(house, type) ?? `${here}/new`)}
        >
          {t('register.new')}
        </KeyButton>
      )}
      {may?.create && record.imports && !place && (
        <KeyButton icon={<UploadOutlined />} onClick={() => navigate(`${here}/import`)}>
          {t('register.import')}
        </KeyButton>
      )}
      {may?.export && (
        <KeyButton icon={<DownloadOutlined />} onClick={() => setOutput('export')}>
          {t('register.export')}
        </KeyButton>
      )}
      <KeyButton icon={<PrinterOutlined />} onClick={() => setOutput('print')}>
        {t('register.print')}
      </KeyButton>
    </>
  )
}
