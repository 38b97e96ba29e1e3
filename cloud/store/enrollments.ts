import { and, desc, eq, lt } from 'drizzle-orm'
import { type Enrollment } from '../../contract/control-plane-api.ts'
import { type EnrollmentId, type OrganizationId } from '../../contract/ids.ts'
import { type Queries } from './database.ts'
import { type Page, type PageRequest, pageOfRows } from './page.ts'
import { enrollments } from './schema.ts'

/** The record of each machine's enrollment; kept when the connector is removed. Newest first. */
export const enrollmentsIn = (queries: Queries) => ({
  list: async (organizationId: OrganizationId, { limit, after }: PageRequest<EnrollmentId>): Promise<Page<Enrollment, EnrollmentId>> => {
    const rows = await queries
      .select()
      .from(enrollments)
      .where(and(eq(enrollments.organizationId, organizationId), after === undefined ? undefined : lt(enrollments.id, after)))
      .orderBy(desc(enrollments.id))
      .limit(limit + 1)
    return pageOfRows(
      rows.map(({ organizationId: _, at, replaced, ...row }) => ({
        ...row,
        at: at.toISOString(),
        ...(replaced === null ? {} : { replaced }),
      })),
      limit,
    )
  },
  record: async (organizationId: OrganizationId, enrollment: Enrollment): Promise<void> => {
    await queries.insert(enrollments).values({ ...enrollment, organizationId, at: new Date(enrollment.at) })
  },
})
