/** The page of the second screen, among the files of the screen. */
export const CITIZEN_PAGE = 'citizen.html'
