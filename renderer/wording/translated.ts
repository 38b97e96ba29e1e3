/** The shape of another language's table: every text of English, without the plural forms that only English has. */
export type Translated<T> = { [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translated<T[K]> }
