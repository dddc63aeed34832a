import type { StoredEvent } from '../../../shared-types/src/model/case.ts'

/**
 * What was said of a case after it had been erased, unknown to whoever said it: the centre refuses it and keeps nothing of
 * it. Here it stands in its author's inbox, with its words, until it is withdrawn; of the case itself nothing comes back.
 */
export const isLate = ({ verdict, problems }: Pick<StoredEvent, 'verdict' | 'problems'>): boolean =>
  verdict === 'refused' && problems.some(p => p.code === 'unknown' && p.with?.why === 'erased')

/** What stands in the place of a late event once it is withdrawn: as the centre tells of it, with the link of its chain. */
export function lateGone({ id, caseId, type, station, counter, prev, seq }: StoredEvent, link: string) {
  return {
    id,
    caseId,
    type,
    act: '',
    patch: {},
    base: 0,
    by: { id: '', post: '', role: 'clerk' as const, unit: '' },
    station,
    at: '',
    counter,
    seen: '',
    seq,
    verdict: 'accepted' as const,
    problems: [],
    ...(prev !== undefined && { prev }),
    link,
    disposed: true as const,
    _deleted: true,
  }
}
