"use client";

import { File as FileIcon, Upload } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { fileSizeText } from "@/components/ui/file-size-text";

/** A place for files: drop them, or press to choose. The files travel under `name` with the form around it. */
export function FileDrop({
  name,
  label,
  help,
  accept,
  isMultiple = false,
  isRequired = false,
  onFiles,
}: {
  name: string;
  label: string;
  help?: string;
  accept?: string;
  isMultiple?: boolean;
  isRequired?: boolean;
  onFiles?: (files: readonly File[]) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [files, setFiles] = useState<readonly File[]>([]);

  function take(list: FileList | null) {
    const taken = [...(list ?? [])];
    setFiles(taken);
    onFiles?.(taken);
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    const dropped = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, isMultiple ? undefined : 1))
      dropped.items.add(file);
    if (!input.current || dropped.files.length === 0) return;
    input.current.files = dropped.files;
    take(dropped.files);
  }
  return (
    <div>
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={classNames(
          "flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-dashed px-6 py-8 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
          isOver ? "border-accent bg-accent-soft" : "border-border-control bg-surface hover:bg-surface-hover",
        )}
      >
        <Upload aria-hidden="true" className="mb-1 size-5 text-ink-muted" />
        <span className="text-base font-medium">{label}</span>
        <span className="text-sm text-ink-muted" id={`${id}-help`}>
          {help ?? "Drop here, or press to choose."}
        </span>
        <input
          ref={input}
          id={id}
          type="file"
          name={name}
          accept={accept}
          multiple={isMultiple}
          required={isRequired}
          aria-describedby={`${id}-help`}
          onChange={(event) => take(event.currentTarget.files)}
          className="sr-only"
        />
      </label>
      <ul aria-live="polite" className="mt-2 flex flex-col gap-1">
        {files.map((file) => (
          <li
            key={`${file.name}-${file.size}-${file.lastModified}`}
            className="flex items-center gap-2 text-sm"
          >
            <FileIcon aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
            <span className="truncate">{file.name}</span>
            <span className="tabular ml-auto shrink-0 text-ink-muted">{fileSizeText(file.size)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
