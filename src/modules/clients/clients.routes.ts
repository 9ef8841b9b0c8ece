import { defineRoute } from '#src/http/route.ts'
import { externalIdErrors } from '#src/modules/external-ids/index.ts'
import { clientErrors } from './clients.errors.ts'
import { readClients, writeClients } from './clients.policy.ts'
import {
  clientBody,
  clientExpand,
  clientListQuery,
  clientPage,
  clientParams,
  clientPatch,
  clientSchema,
} from './clients.schemas.ts'
import { createClient, listClients, readClient, updateClient } from './clients.service.ts'

const tag = 'Clients'
const { not_found, duplicate } = clientErrors
const { taken } = externalIdErrors

export const clientRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/clients',
    operationId: 'listClients',
    summary: 'List clients',
    tag,
    access: readClients,
    query: clientListQuery,
    success: { status: 200, schema: clientPage },
    handler: (ctx, { query }) => listClients(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/clients',
    operationId: 'createClient',
    summary: 'Add a client',
    tag,
    access: writeClients,
    body: clientBody,
    success: { status: 201, schema: clientSchema },
    errors: [duplicate, taken],
    handler: (ctx, { body }) => createClient(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/clients/:id',
    operationId: 'readClient',
    summary: 'Read a client',
    tag,
    access: readClients,
    params: clientParams,
    query: clientExpand,
    success: { status: 200, schema: clientSchema },
    errors: [not_found],
    handler: (ctx, { params, query }) => readClient(ctx, params.id, query.expand),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/clients/:id',
    operationId: 'updateClient',
    summary: 'Change or archive a client',
    description:
      'Absent fields stay, null clears a field. An archived client keeps its jobs and takes no others.',
    tag,
    access: writeClients,
    params: clientParams,
    body: clientPatch,
    success: { status: 200, schema: clientSchema },
    errors: [not_found, duplicate, taken],
    handler: (ctx, { params, body, headers }) => updateClient(ctx, params.id, body, headers.ifMatch),
  }),
]
