import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { ErrorKind } from '#src/lib/errors.ts'
import type { PublicContext, RequestContext } from './context.ts'
import type { MessageSource } from './event-stream.ts'
import type { FileParts, UploadedFile } from './multipart.ts'
import type { Rule } from './principal.ts'

type Schema = z.ZodType | undefined
type Out<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined

export interface RouteInput<P extends Schema, Q extends Schema, B extends Schema> {
  params: Out<P>
  query: Out<Q>
  body: Out<B>
  headers: {
    ifMatch: number | undefined
    lastEventId: number | undefined
    /** Of a route that proves its own: what stands behind `Bearer`. */
    token: string | undefined
  }
  /** By the name of their part: the first of each. */
  files: Record<string, UploadedFile>
  /** All of them, in the order they came. */
  uploads: UploadedFile[]
}

/** Whose quota a request counts against: a principal's, or for the rest an IP's. */
export type RateClass = 'requests' | 'signup' | 'login'

interface Success<R extends Schema> {
  schema?: R
  description?: string
  contentType?: string
  /** Beside those of every answer, or instead of them. */
  headers?: Readonly<Record<string, string>>
  /** Where what a POST to another address made stands, such as `/v1/notes` for one to `/v1/candidates/:id/notes`. */
  collection?: string
  /** An upsert: where it made the resource, its handler returns a `Created` and the answer is 201. */
  upserts?: boolean
  /** The same answer as an HTML page, for clients that prefer one. */
  page?(body: Out<R>): string
  /**
   * For a GET whose answer is sent as it is read instead of rendered: the types it may have. The handler returns a
   * `Streamed`, and what it throws before that is a problem document like any other.
   */
  stream?: { contentTypes: readonly string[] }
  /**
   * For a GET that answers a `text/event-stream`: the handler returns a `MessageSource`, and what it throws before that is
   * a problem document like any other. `resumable`: its messages have ids, and `Last-Event-ID` says where to go on.
   */
  messages?: { resumable: boolean }
}

/** The answer of a streaming route. The kernel destroys the stream when the client goes away. */
export interface Streamed {
  stream: Readable
  /** Beside those of the route: `content-type` at least. */
  headers: Readonly<Record<string, string>>
}

/** What an upsert answers when there was nothing to update. */
export class Created<T> {
  readonly body: T
  /** The address of what was made. */
  readonly location: string

  constructor(body: T, location: string) {
    this.body = body
    this.location = location
  }
}

interface Declaration<P extends Schema, Q extends Schema, B extends Schema, R extends Schema> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path with `:name` parameters, in full. */
  url: string
  operationId: string
  summary: string
  description?: string
  tag: string
  params?: P
  query?: Q
  body?: B
  /** Files of a multipart body; then `body` describes its text fields. */
  files?: FileParts
  /** The success answer; `schema` absent for 204 and for redirects. */
  success: Success<R> & { status: 200 | 201 | 202 | 204 | 302 }
  /** Errors of the domain this route may answer, beside those every route of its kind has. */
  errors?: readonly ErrorKind[]
  /** `none`: for addresses that machines of our own keep asking. */
  rateClass?: RateClass | 'none'
  /** A public route that is for whoever holds a link: its handler proves the token of it, and answers 401 itself. */
  ownToken?: true
  /** The answer carries a secret: it is never cached, and encrypted where an Idempotency-Key stores it. */
  secretAnswer?: boolean
  /** A read that a replica of the database may serve. It sees all that was committed before the request all the same. */
  replica?: true
  /** Effects beyond the database: `Prefer: dry-run` is refused. */
  outsideEffects?: boolean
}

export interface ProtectedRoute<P extends Schema, Q extends Schema, B extends Schema, R extends Schema>
  extends Declaration<P, Q, B, R> {
  /** The permission, or `member` for what anyone who belongs to the tenant may do. */
  access: Rule | 'member'
  handler(ctx: RequestContext, input: RouteInput<P, Q, B>): Promise<Answer<R>> | Answer<R>
}

export interface PublicRoute<P extends Schema, Q extends Schema, B extends Schema, R extends Schema>
  extends Declaration<P, Q, B, R> {
  access: 'public'
  handler(ctx: PublicContext, input: RouteInput<P, Q, B>): Promise<Answer<R>> | Answer<R>
}

/** What a handler returns: the body of the success answer, the address of a redirect, or what is sent as it comes. */
type Answer<R extends Schema> = R extends z.ZodType
  ? z.input<R> | Created<z.input<R>>
  : // biome-ignore lint/suspicious/noConfusingVoidType: a handler of a 204 returns nothing at all
    { location: string } | Streamed | MessageSource | void

/** A route with its types forgotten, as the registry keeps it. */
export interface Route extends Omit<Declaration<Schema, Schema, Schema, Schema>, 'success'> {
  success: Success<Schema> & { status: number; page?(body: unknown): string }
  access: Rule | 'member' | 'public'
  handler(ctx: RequestContext & PublicContext, input: RouteInput<Schema, Schema, Schema>): unknown
}

/** Declares a route of the API. The kernel derives validation, serialization, limits and the contract from it. */
export function defineRoute<P extends Schema, Q extends Schema, B extends Schema, R extends Schema>(
  route: ProtectedRoute<P, Q, B, R> | PublicRoute<P, Q, B, R>,
): Route {
  return route as unknown as Route
}

/** A module of the product: its routes and the errors it may answer. */
export interface Module {
  name: string
  routes: readonly Route[]
  errors: Readonly<Record<string, ErrorKind>>[]
}
