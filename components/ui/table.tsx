import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

// `relative` keeps labels that only screen readers see inside what scrolls.
const scrollClass =
  "max-md:relative max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:in-data-card:mx-0 max-md:in-data-card:px-0";

/**
 * A dense table. `caption` names it for screen readers. Its head stays under the top bar while the page scrolls;
 * on narrow screens the table scrolls sideways by itself while the cells that name its rows stay (`app/tables.css`).
 */
export function Table({
  caption,
  className,
  children,
}: {
  caption: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} data-table="" className={scrollClass}>
      <table
        className={classNames(
          "w-full max-md:min-w-xl border-separate border-spacing-0 text-left text-sm",
          className,
        )}
      >
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

/** The head of a Table: one row of TableHeadCell. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr>{children}</tr>
    </thead>
  );
}

/** The body of a Table. */
export function TableBody({ children }: { children: ReactNode }) {
  return <tbody>{children}</tbody>;
}

/** The name of a column; `isNumeric` sets it to the right. */
export function TableHeadCell({
  isNumeric = false,
  className,
  ...rest
}: ComponentProps<"th"> & { isNumeric?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        "z-10 h-8 whitespace-nowrap border-b border-border bg-(--ground) px-3 text-xs font-medium text-ink-muted md:sticky md:top-(--bar-height)",
        isNumeric && "text-right",
        className,
      )}
    />
  );
}

/** One row; `isSelected` marks the row that is open or chosen. */
export function TableRow({
  isSelected = false,
  className,
  ...rest
}: ComponentProps<"tr"> & { isSelected?: boolean }) {
  return (
    <tr
      {...rest}
      data-selected={isSelected || undefined}
      className={classNames(
        "group transition-colors hover:bg-surface-hover data-selected:bg-accent-soft",
        className,
      )}
    />
  );
}

/** One cell; the cell that names its row gets `isRowHead`. */
export function TableCell({
  isNumeric = false,
  isRowHead = false,
  className,
  children,
  ...rest
}: ComponentProps<"td"> & { isNumeric?: boolean; isRowHead?: boolean }) {
  const classes = classNames(
    "border-b border-border px-3 py-2 align-middle",
    isNumeric ? "text-right tabular" : undefined,
    isRowHead ? "font-medium text-ink" : "text-ink",
    className,
  );
  return isRowHead ? (
    <th scope="row" {...rest} className={classes}>
      {children}
    </th>
  ) : (
    <td {...rest} className={classes}>
      {children}
    </td>
  );
}
