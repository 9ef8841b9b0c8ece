import { z } from 'zod'
import { defineRoute } from '#src/http/route.ts'
import { fileErrors } from './files.errors.ts'
import { openFile, SERVED_TYPES } from './files.service.ts'

export const fileRoutes = [
  defineRoute({
    method: 'GET',
    url: '/files/:token',
    operationId: 'downloadFile',
    summary: 'Download a file by a signed link',
    description:
      'Links are made by the download routes, and only where the files lie in a folder of the server.',
    tag: 'Files',
    access: 'public',
    params: z.object({ token: z.string() }),
    success: {
      status: 200,
      description: 'The file, to be saved',
      stream: { contentTypes: SERVED_TYPES },
      headers: { 'cache-control': 'private, no-store' },
    },
    errors: [fileErrors.not_found],
    handler: ({ app }, { params }) => openFile(app, params.token),
  }),
]
