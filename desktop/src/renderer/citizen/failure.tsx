import type { ApiFailure } from '../../api.ts'

export function Failure({ failure }: { failure: ApiFailure | undefined }) {
  if (!failure) return null
  return (
    <p className="citizen-failure" role="alert">
      {failure.text}
    </p>
  )
}
