import { cardImage, cardImages } from './card-images.ts'
import { caseState } from './case-state.ts'
import { codeVerify } from './code-verify.ts'
import type { OpenRoute } from './open-route.ts'
import { paperPage, papers } from './papers.ts'
import { person } from './person.ts'

/** Everything that apps may ask, in the order of the document. */
export const OPEN_ROUTES: readonly OpenRoute[] = [
  person,
  cardImages,
  cardImage,
  papers,
  paperPage,
  caseState,
  codeVerify,
]
