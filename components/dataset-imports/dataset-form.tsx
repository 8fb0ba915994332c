"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { datasetFormatNames } from "@/components/dataset-imports/format-names";
import { sendUpload } from "@/components/imports/send-upload";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Progress } from "@/components/ui/progress";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { datasetFormats, maxDatasetBytes } from "@/lib/dataset-imports/schema";

const producerFields = [
  { key: "producer", label: "Program", help: "What made these marks." },
  { key: "version", label: "Version", help: "One that has no suggestions here yet." },
] as const;

/**
 * Choosing the files of an annotated dataset and their format, and sending them to a dry run; with `areSuggestions` also
 * naming the program whose marks they hold.
 */
export function DatasetForm({ slug, areSuggestions = false }: { slug: string; areSuggestions?: boolean }) {
  const router = useRouter();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [format, setFormat] = useState("");
  const [producer, setProducer] = useState({ producer: "", version: "" });
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string>();
  const stop = useRef<AbortController>(null);
  const note = useRef<HTMLDivElement>(null);
  const isBusy = share !== null;

  useEffect(() => {
    if (problem) note.current?.focus();
  }, [problem]);
  useEffect(() => () => stop.current?.abort(), []);

  async function send(event: FormEvent) {
    event.preventDefault();
    const [first] = files;
    if (!first) return setProblem("Choose a file first.");
    if (files.reduce((sum, file) => sum + file.size, 0) > maxDatasetBytes)
      return setProblem(
        `Together these files have more than ${maxDatasetBytes / 1024 / 1024} MB. Pack them as one ZIP, or import them from the command line.`,
      );
    if (areSuggestions && (producer.producer.trim() === "" || producer.version.trim() === ""))
      return setProblem("Name the program and its version.");
    const form = new FormData();
    for (const file of files) form.append("file", file, file.name);
    setProblem(undefined);
    setShare(0);
    stop.current = new AbortController();
    const query = new URLSearchParams({ label: files.length === 1 ? first.name : `${files.length} files` });
    if (format) query.set("format", format);
    if (areSuggestions) for (const [key, value] of Object.entries(producer)) query.set(key, value);
    const path = `/api/projects/${slug}/dataset-imports?${query}`;
    const answer = await sendUpload(path, form, setShare, stop.current.signal);
    if (answer.ok) return router.push(`/projects/${slug}/articles/import/dataset/${answer.batchId}`);
    setShare(null);
    setProblem(answer.message);
  }

  return (
    <form
      onSubmit={send}
      className="flex flex-col gap-4"
      aria-label={areSuggestions ? "Suggestions from a file" : "Annotated dataset"}
    >
      {problem && <ErrorNote ref={note} title={problem} />}
      {isBusy && (
        <div className="flex items-end gap-3">
          <Progress
            className="grow"
            label={share < 1 ? "Sending" : "Reading"}
            detail={share < 1 ? `${Math.floor(share * 100)} %` : undefined}
            value={share < 1 ? share * 100 : undefined}
          />
          <Button size="sm" onClick={() => stop.current?.abort()}>
            Stop
          </Button>
        </div>
      )}
      <div inert={isBusy} className={isBusy ? "flex flex-col gap-4 opacity-60" : "flex flex-col gap-4"}>
        <FileDrop
          name="file"
          label={
            areSuggestions
              ? "Drop its output here, or press to choose"
              : "Drop a dataset here, or press to choose"
          }
          help={`One file, several, or a folder packed as .zip · at most ${maxDatasetBytes / 1024 / 1024} MB`}
          isMultiple
          onFiles={setFiles}
        />
        {areSuggestions && (
          <div className="grid gap-4 sm:grid-cols-2">
            {producerFields.map(({ key, label, help }) => (
              <Field key={key} label={label} help={help}>
                {(control) => (
                  <TextInput
                    {...control}
                    maxLength={100}
                    value={producer[key]}
                    onChange={(event) => setProducer({ ...producer, [key]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
        )}
        <Field label="Format" help="Recognised by what the files hold. Choose it where that fails.">
          {(control) => (
            <Select {...control} value={format} onChange={(event) => setFormat(event.target.value)}>
              <option value="">Recognise it</option>
              {datasetFormats
                .filter((name) => !areSuggestions || name !== "csv-ratings")
                .map((name) => (
                  <option key={name} value={name}>
                    {datasetFormatNames[name]}
                  </option>
                ))}
            </Select>
          )}
        </Field>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" isPending={isBusy}>
            {areSuggestions ? "Read the file" : "Read the dataset"}
          </Button>
          <p className="text-sm text-ink-muted">
            A dry run: it tells what would come in. Nothing is {areSuggestions ? "suggested" : "imported"}{" "}
            until you say so.
          </p>
        </div>
      </div>
    </form>
  );
}
