import { z } from 'zod'
import { OPEN_SCOPES } from '../../../shared-types/src/model/open-scope.ts'
import type { OpenRoute } from './open-route.ts'
import { PROBLEMS } from './problem.ts'
import { OPEN_ROUTES } from './routes.ts'
import { tokenAnswer, tokenForm } from './token.ts'
import { PROBLEM_WORDS as EN } from './words.en.ts'
import { DOCUMENT_WORDS as WORDS, PROBLEM_WORDS as ZH } from './words.zh-CN.ts'

type Json = { readonly [key: string]: unknown }

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string() })).optional(),
})
const tokenProblem = z.object({ error: z.string(), error_description: z.string() })

/** The open API as an OpenAPI 3.1 document, made of the schemas by which questions are parsed and answers checked. */
export function openDocument(): Json {
  return {
    openapi: '3.1.1',
    info: {
      title: WORDS.title,
      version: '1',
      description: WORDS.description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/open' }],
    paths: {
      '/token': { post: tokenOperation() },
      ...Object.fromEntries(OPEN_ROUTES.map(route => [route.path, { post: operation(route) }])),
    },
    components: {
      schemas: { problem: schemaOf(problem, 'output') },
      securitySchemes: {
        client: { type: 'http', scheme: 'basic' },
        app: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: '/open/token',
              scopes: Object.fromEntries(OPEN_SCOPES.map(scope => [scope, WORDS.scopes[scope]])),
            },
          },
        },
      },
    },
    'x-problems': Object.fromEntries(
      Object.entries(PROBLEMS).map(([name, status]) => [
        name,
        { status, 'zh-CN': ZH[name as keyof typeof ZH], en: EN[name as keyof typeof EN] },
      ]),
    ),
  }
}

function operation({ name, scopes, request, answer }: OpenRoute): Json {
  const words = WORDS.routes[name as keyof typeof WORDS.routes]
  const content = answer
    ? { 'application/json': { schema: schemaOf(answer, 'output') } }
    : { 'image/*': {}, 'application/pdf': {} }
  return {
    operationId: name,
    ...words,
    security: scopes.map(scope => ({ app: [scope] })),
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(request, 'input') } } },
    responses: {
      200: { description: answer ? WORDS.answered : WORDS.file, content },
      429: refused(WORDS.tooMany, { 'retry-after': { schema: { type: 'integer' } } }),
      default: refused(WORDS.refused),
    },
  }
}

const tokenOperation = (): Json => ({
  operationId: 'token',
  summary: WORDS.token,
  description: WORDS.tokenHow,
  security: [{ client: [] }, {}],
  requestBody: {
    required: true,
    content: { 'application/x-www-form-urlencoded': { schema: schemaOf(tokenForm, 'input') } },
  },
  responses: {
    200: { description: WORDS.token, content: { 'application/json': { schema: schemaOf(tokenAnswer, 'output') } } },
    429: refused(WORDS.tooMany, { 'retry-after': { schema: { type: 'integer' } } }),
    default: {
      description: WORDS.tokenRefused,
      content: { 'application/json': { schema: schemaOf(tokenProblem, 'output') } },
    },
  },
})

const refused = (description: string, headers?: Json): Json => ({
  description,
  ...(headers && { headers }),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
})

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; the dialect is said once by the version. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return described(rest) as Json
}

/** Every item with its words. */
function described(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(described)
  if (typeof schema !== 'object' || schema === null) return schema
  const { properties, ...rest } = schema as Json
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, described(value)]))
  if (typeof properties !== 'object' || properties === null) return inner
  const words: Readonly<Record<string, string>> = WORDS.fields
  const items = Object.entries(properties).map(([name, value]) => {
    const item = described(value) as Json
    return [name, { ...item, ...(words[name] && { description: words[name] }) }]
  })
  return { ...inner, properties: Object.fromEntries(items) }
}
