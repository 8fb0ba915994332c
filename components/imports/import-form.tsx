"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { DatasetForm } from "@/components/dataset-imports/dataset-form";
import { ProblemList } from "@/components/imports/problem-list";
import { sendUpload, type UploadAnswer } from "@/components/imports/send-upload";
import { WebForm } from "@/components/imports/web-form";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Progress } from "@/components/ui/progress";
import { Tabs } from "@/components/ui/tabs";
import { TextArea } from "@/components/ui/text-area";
import { maxUploadBytes } from "@/lib/imports/schema";

const maxPasteBytes = 10 * 1024 * 1024;

type Refusal = Extract<UploadAnswer, { ok: false }> & { form: FormData | null };

/** Choosing files or pasting a text, sending it with its progress, and what was wrong with it; nothing is stored yet. */
export function ImportForm({ slug }: { slug: string }) {
  const router = useRouter();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [text, setText] = useState("");
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal>();
  const stop = useRef<AbortController>(null);
  const note = useRef<HTMLDivElement>(null);
  const isBusy = share !== null;

  useEffect(() => {
    if (refusal) note.current?.focus();
  }, [refusal]);
  useEffect(() => () => stop.current?.abort(), []);

  async function send(form: FormData) {
    setRefusal(undefined);
    setShare(0);
    stop.current = new AbortController();
    const answer = await sendUpload(`/api/projects/${slug}/imports`, form, setShare, stop.current.signal);
    if (answer.ok) router.push(`/projects/${slug}/articles/import/${answer.batchId}`);
    else {
      setShare(null);
      setRefusal({ ...answer, form });
    }
  }
  function refuse(code: string, message: string) {
    setRefusal({ ok: false, code, message, problems: [], count: 0, form: null });
  }
  function sendFiles(event: FormEvent) {
    event.preventDefault();
    if (files.length === 0) return refuse("nothing-to-import", "Choose a file first.");
    if (files.reduce((sum, file) => sum + file.size, 0) > maxUploadBytes)
      return refuse(
        "too-large",
        "Together these files have more than 25 MB. Send fewer at once, or import the folder from the command line.",
      );
    const form = new FormData();
    for (const file of files) form.append("file", file, file.name);
    return send(form);
  }
  function sendText(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return refuse("empty-text", "Paste a text first.");
    // Half a character would silently become a replacement sign on its way.
    if (!text.isWellFormed())
      return refuse("lone-surrogate", "The text holds half of a character. Remove it and paste again.");
    const blob = new Blob([text], { type: "text/plain" });
    if (blob.size > maxPasteBytes)
      return refuse("too-large", "The text has more than 10 MB, the most that one article may have.");
    const form = new FormData();
    form.append("paste", blob, "paste.txt");
    return send(form);
  }
  function skipBad() {
    const form = refusal?.form;
    if (!form) return;
    form.set("skipBad", "on");
    void send(form);
  }

  return (
    <div className="flex flex-col gap-4">
      {refusal && (
        <ErrorNote ref={note} title={titleOf(refusal)}>
          {refusal.problems.length > 0 && (
            <div className="mt-2 flex flex-col gap-3">
              <ProblemList problems={refusal.problems} count={refusal.count} />
              {refusal.form && !refusal.form.has("skipBad") && (
                <div className="flex flex-wrap items-center gap-3">
                  <Button size="sm" onClick={skipBad}>
                    Leave these out and go on
                  </Button>
                  <span className="text-sm text-ink-muted">Or mend the files and send them again.</span>
                </div>
              )}
            </div>
          )}
        </ErrorNote>
      )}
      {isBusy && (
        <div className="flex items-end gap-3">
          <Progress
            className="grow"
            label={share < 1 ? "Sending" : "Reading the articles"}
            detail={share < 1 ? `${Math.floor(share * 100)} %` : undefined}
            value={share < 1 ? share * 100 : undefined}
          />
          <Button size="sm" onClick={() => stop.current?.abort()}>
            Stop
          </Button>
        </div>
      )}
      <div inert={isBusy} className={isBusy ? "opacity-60" : undefined}>
        <Tabs
          label="How to import"
          tabs={[
            {
              id: "files",
              label: "Upload files",
              content: (
                <form onSubmit={sendFiles} className="flex flex-col gap-4" aria-label="Upload files">
                  <FileDrop
                    name="file"
                    label="Drop files here, or press to choose"
                    help=".txt and .html: an article a file · .jsonl: one a line · .csv: one a row · at most 25 MB, 10 MB an article"
                    accept=".txt,.html,.htm,.jsonl,.ndjson,.csv"
                    isMultiple
                    onFiles={setFiles}
                  />
                  <div className="flex flex-wrap items-center gap-3">
                    <Button type="submit" variant="primary" isPending={isBusy}>
                      Read the files
                    </Button>
                    <p className="text-sm text-ink-muted">You check everything before it is imported.</p>
                  </div>
                </form>
              ),
            },
            {
              id: "paste",
              label: "Paste a text",
              content: (
                <form onSubmit={sendText} className="flex flex-col gap-4" aria-label="Paste a text">
                  <Field
                    label="The article's text"
                    help="With its headline, standfirst and captions; a blank line between paragraphs. At most 10 MB."
                  >
                    {(control) => (
                      <TextArea
                        {...control}
                        rows={12}
                        value={text}
                        onChange={(event) => setText(event.target.value)}
                        className="max-h-[60dvh]"
                      />
                    )}
                  </Field>
                  <div className="flex flex-wrap items-center gap-3">
                    <Button type="submit" variant="primary" isPending={isBusy}>
                      Read the text
                    </Button>
                    <p className="text-sm text-ink-muted">You check everything before it is imported.</p>
                  </div>
                </form>
              ),
            },
            { id: "web", label: "From the web", content: <WebForm slug={slug} /> },
            {
              id: "dataset",
              label: "Annotated dataset",
              content: <DatasetForm slug={slug} />,
            },
          ]}
        />
      </div>
    </div>
  );
}

function titleOf({ problems, count, message }: Refusal): string {
  return problems.length > 1 ? `${count} places in these files cannot be read. Nothing was kept.` : message;
}
