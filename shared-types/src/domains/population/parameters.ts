import type { Parameter } from '../../model/domain.ts'

/**
 * How long a registration is kept after it ended. The law names no figure, only the shortest time that the purpose needs
 * (《个人信息保护法》, articles 19 and 47): the deployment sets it by its own schedule of retention.
 */
export const parameters: Readonly<Record<string, Parameter>> = {
  keepYears: { default: 10, min: 2, max: 100 },
}
