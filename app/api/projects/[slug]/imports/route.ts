import { z } from "zod";
import { requireProject } from "@/lib/access";
import { stageUpload } from "@/lib/imports/in-thread";
import { receiveUpload } from "@/lib/imports/receive-upload";
import { route } from "@/lib/route";

/** Files (`file`, several) or a pasted text (`paste`, as a file of UTF-8) become a batch in preparation, or nothing does. */
export const POST = route(
  { params: z.object({ slug: z.string() }), rawBody: "multipart/form-data" },
  async ({ actor, params, request }) => {
    // Before the body, so that only who may import can make us read 25 MB.
    await requireProject(actor, params.slug, "article.import");
    const { upload, label, skipBad, again } = await receiveUpload(request);
    const files = upload.kind === "files" ? upload.files.map((file) => file.name) : [];
    return stageUpload(actor, params.slug, { label, files, skipBad, again }, upload);
  },
);
