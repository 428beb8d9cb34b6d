// Every endpoint through the official TypeScript SDK, against the sandbox. See scripts/try-official-sdks.
import * as fs from "fs";
const { PulseClient } = await import(`${process.env.PULSE_TS_SDK}/src/index.ts`);
const S = process.env.SAMPLES!;
const c = new PulseClient({ apiKey: process.env.PULSE_API_KEY!, baseUrl: process.env.PULSE_BASE_URL!, maxRetries: 0 } as any);

// What the SDK's own type declarations promise, as JSON Schema. The SDK itself checks nothing.
const { createGenerator } = await import("ts-json-schema-generator");
const { default: Ajv } = await import("ajv");
const generator = createGenerator({ path: `${process.env.PULSE_TS_SDK}/src/api/{types,resources/webhooks/types}/*.ts`, tsconfig: `${process.env.PULSE_TS_SDK}/tsconfig.json`, skipTypeCheck: true, additionalProperties: true });
const ajv = new Ajv({ strict: false, allErrors: true });
const validators = new Map<string, any>();
const STEPS: any = { split: "SplitResponse", schema: "SchemaResponse", tables: "TablesResponse", form: "FormResult", pipeline: "PipelineExecuteResponse" };
const TYPES: any = {
  ...STEPS, extract: "ExtractResponse", statement: "ExtractResponse", "extract url": "ExtractResponse", image: "ExtractResponse", "form detect": "FormResult", "form fill": "FormResult", "form clear": "FormResult",
  "schema single": "SingleSchemaResponse", "schema combined": "SingleSchemaResponse", "schema split": "SplitSchemaResponse", "schema excel": "SingleSchemaResponse", "batch extract": "BatchExtractResponse", "batch split": "BatchSplitResponse",
  large: "ExtractLargeResultResponse", "large get": "ExtractResultCore", webhook: "CreateWebhookLinkResponse", cancel: "JobCancellationResponse",
};
function promised(name: string, x: any): string {
  const job = x?.created_at && x?.job_id ? x : x?.j?.created_at ? x.j : null;
  const kind = job ? name.split(" ")[0] : "";
  const result = kind.startsWith("extract") ? "ExtractResultCore" : STEPS[kind];
  const wanted: [string, any][] = job ? [["JobStatusResponse", job], ...(result && job.result ? [[result, job.result] as [string, any]] : [])] : TYPES[name] ? [[TYPES[name], x]] : [];
  if (x?.s) wanted.push(["AsyncSubmissionResponse", x.s]);
  if (wanted.length === 0 && !Buffer.isBuffer(x)) return "no type is named for it";
  for (const [type, value] of wanted) {
    if (!validators.has(type)) validators.set(type, ajv.compile(generator.createSchema(type)));
    const validate = validators.get(type);
    if (!validate(value)) return `is no ${type}: ${ajv.errorsText(validate.errors)}`;
  }
  return "";
}
let ok = 0, bad = 0;
async function t(name: string, f: () => Promise<any>, check: (x: any) => any) {
  try { const x = await f(); const r = check(x); const problem = promised(name, x); if (problem) { bad++; console.log("TYPE", name, problem.slice(0, 600)); } else if (r) { ok++; } else { bad++; console.log("BAD", name, JSON.stringify(x)?.slice(0, 300)); } return x; }
  catch (e: any) { bad++; console.log("ERR", name, e.constructor.name, e.statusCode, JSON.stringify(e.body)?.slice(0, 300) ?? e.message); }
}
async function fails(name: string, cls: string, status: number, f: () => Promise<any>) {
  try { await f(); bad++; console.log("NOFAIL", name); } catch (e: any) { if (e.constructor.name === cls && e.statusCode === status) ok++; else { bad++; console.log("OTHER", name, e.constructor.name, e.statusCode, JSON.stringify(e.body)); } }
}
const wait = async (id: string) => { for (;;) { const j: any = await c.jobs.getJob({ jobId: id }); if (!["pending", "processing"].includes(j.status)) return j; await new Promise(r => setTimeout(r, 50)); } };
const file = (n: string) => fs.createReadStream(`${S}/${n}`);
const e: any = await t("extract", () => c.extract({ file: file("quarterly-report.pdf"), figureProcessing: { description: false, showImages: true }, extensions: { footnoteReferences: true, chunking: { chunkTypes: ["page", "semantic", "header", "recursive"], chunkSize: 500 }, altOutputs: { wlbb: true, returnHtml: true, returnXml: true } }, storage: { enabled: true, folderName: "f" }, spreadsheet: { includeHiddenRows: true } as any } as any), x => x.markdown && x.extraction_id && x.page_count === 12 && x.extensions.chunking.page.length >= 12 && x.extensions.altOutputs.wlbb.words.length > 100 && x.plan_info.tier);
const st: any = await t("statement", () => c.extract({ file: file("bank-statement.pdf"), structuredOutput: { schema: { type: "object", properties: { account_holder: { type: "string" } } } } } as any), x => x.structured_output.values.account_holder);
await t("extract async", async () => wait(((await c.extract({ file: file("bank-statement.pdf"), async: true } as any)) as any).job_id), j => j.status === "completed" && j.result.markdown);
await t("extractAsync", async () => wait((await c.extractAsync({ file: file("bank-statement.pdf"), pages: "1" } as any)).job_id), j => j.result.page_count === 1);
await t("extract url", () => c.extract({ fileUrl: `${process.env.PULSE_BASE_URL}/_sandbox/files/bank-statement.pdf` } as any), x => x.page_count === 2);
const id = e.extraction_id, sid = st.extraction_id;
const sp: any = await t("split", () => c.split({ extraction_id: id, split_config: { split_input: [{ name: "Outlook" }, { name: "People", description: "staff" }] } } as any), x => x.split_id && x.split_output.splits.People.length);
await t("split async", async () => wait(((await c.split({ extraction_id: id, split_config: { split_input: [{ name: "Outlook" }] }, async: true } as any)) as any).job_id), j => j.result.split_output.splits);
const schema = { type: "object", properties: { account_holder: { type: "string" } } };
await t("schema single", () => c.schema({ extraction_id: sid, schema_config: { input_schema: schema, schema_prompt: "x", effort: true } } as any), (x: any) => x.schema_id && x.version === 1 && x.schema_output.values.account_holder && x.schema_output.citations);
await t("schema combined", () => c.schema({ extraction_ids: [id, sid], schema_config: { input_schema: schema } } as any), (x: any) => x.schema_output.values.account_holder && x.extraction_ids.length === 2);
await t("schema split", () => c.schema({ split_id: sp.split_id, split_schema_config: { People: { schema: { type: "object", properties: { head_count: { type: "integer" } } } } } } as any), (x: any) => x.split_id && x.results.People);
const xl: any = await t("schema excel", () => c.schema({ extraction_id: sid, schema_config: { excel_template: fs.readFileSync(`${process.env.WORK}/template.xlsx`).toString("base64") } } as any), (x: any) => x.excel_output_url);
await t("excel download", async () => Buffer.from(await (await c.downloadSchemaExcel({ schemaId: xl.schema_id })).arrayBuffer()), b => b.subarray(0, 2).toString() === "PK");
await t("tables", () => c.tables({ extraction_id: id, tables_config: { merge: true, table_format: "json" } } as any), (x: any) => x.tables_id && x.tables_output.tables[0].table_content.headers);
const out = { local_path: "/out" };
const b: any = await t("batch extract", () => c.batch.extract({ input: { file_urls: [1, 2].map(() => `${process.env.PULSE_BASE_URL}/_sandbox/files/bank-statement.pdf`) }, output: out, workers: 2 } as any), x => x.batch_job_id && x.status === "processing" && x.total_files === 2);
await t("batch job", () => wait(b.batch_job_id), j => j.status === "completed" && j.result.extraction_ids.length === 2);
await t("batch inline", async () => wait((await c.batch.extract({ input: { files: [{ filename: "a.txt", content: Buffer.from("hello").toString("base64") }] }, output: out } as any)).batch_job_id), j => j.status === "completed");
await t("batch schema", async () => wait((await c.batch.schema({ batch_extract_id: b.batch_job_id, schema_config: { input_schema: schema }, output: out } as any)).batch_job_id), j => j.result.items.length === 2);
const bs: any = await t("batch split", () => c.batch.split({ extraction_ids: [id, sid], split_config: { split_input: [{ name: "Outlook" }] }, output: out } as any), x => x.total_extractions === 2);
await t("batch split job", () => wait(bs.batch_job_id), j => j.result.split_ids.length === 2);
await t("batch schema split", async () => wait((await c.batch.schema({ batch_split_id: bs.batch_job_id, split_schema_config: { Outlook: { schema } }, output: out } as any)).batch_job_id), j => j.status === "completed");
await t("batch tables", async () => wait((await c.batch.tables({ extraction_ids: [id], output: out, tables_config: { merge: true } } as any)).batch_job_id), j => j.status === "completed");
await t("pipeline", () => c.pipeline.execute({ file_url: `${process.env.PULSE_BASE_URL}/_sandbox/files/bank-statement.pdf`, steps: { extract: {}, schema: { input_schema: schema } } } as any), (x: any) => x.status === "completed" && x.results.extract.markdown && x.results.schema.schema_output.values.account_holder);
await t("pipeline async", async () => wait(((await c.pipeline.execute({ file_url: `${process.env.PULSE_BASE_URL}/_sandbox/files/bank-statement.pdf`, steps: { extract: {}, tables: {} }, async: true } as any)) as any).job_id), j => j.result.results.tables);
const d: any = await t("form detect", () => c.form.detect({ file: file("membership-application.pdf") } as any), x => x.form_id && x.form_fields.length === 9);
const f: any = await t("form fill", () => c.form.fill({ form_id: d.form_id, instructions: "Full name: Maria", form_fields: JSON.stringify([{ name: "phone", text: "12" }]) } as any), x => x.fields_filled === 2 && x.pdf_url);
await t("form clear", () => c.form.clear({ form_id: f.form_id } as any), x => x.fields_cleared === 3);
const fa: any = await t("form async", async () => { const s: any = await c.form.fill({ file: file("membership-application.pdf"), instructions: "Full name: Maria", async: "true" } as any); return { s, j: await wait(s.job_id) }; }, x => x.j.result.fields_filled === 1);
await t("pdf", async () => Buffer.from(await (await c.results.getPdf({ jobId: fa.s.job_id })).arrayBuffer()), b => b.subarray(0, 5).toString() === "%PDF-");
const im: any = await t("image", () => c.extract({ file: fs.createReadStream(`${process.env.WORK}/picture.pdf`), figureProcessing: { showImages: true } } as any), x => x.bounding_boxes.Images[0].image_url);
if (im) { const m = im.bounding_boxes.Images[0].image_url.match(/results\/([^/]+)\/images\/(.+)$/); await t("image get", async () => Buffer.from(await (await c.results.getImage({ jobId: m[1], filename: m[2] })).arrayBuffer()), b => b.length > 50); }
const big: any = await t("large", () => c.extract({ file: file("field-notes-80-pages.pdf") } as any), x => x.is_url && x.url);
const lid = big.url.split("/").pop();
await t("large get", () => c.largeResults.getLargeResult({ jobId: lid }), x => x.page_count === 80);
await fails("large again", "GoneError", 410, () => c.largeResults.getLargeResult({ jobId: lid }));
await t("webhook", () => c.webhooks.createWebhookLink(), x => x.link);
const cj: any = await c.extract({ file: file("bank-statement.pdf"), async: true } as any);
await t("cancel", () => c.jobs.cancelJob({ jobId: cj.job_id }), x => x.job_id && x.message);
await fails("unknown job", "NotFoundError", 404, () => c.jobs.getJob({ jobId: "a/b c" }));
await fails("no file", "BadRequestError", 400, () => c.extract({} as any));
await fails("unknown extraction", "NotFoundError", 404, () => c.split({ extraction_id: "nope", split_config: { split_input: [{ name: "a" }] } } as any));
await fails("no pdf", "NotFoundError", 404, () => c.results.getPdf({ jobId: cj.job_id }));
await fails("form twice", "BadRequestError", 400, () => c.form.detect({ form_id: "a", file_url: "http://x/" } as any));
const w = new PulseClient({ apiKey: "wrong", baseUrl: process.env.PULSE_BASE_URL!, maxRetries: 0 } as any);
await fails("wrong key", "UnauthorizedError", 401, () => w.tables({ extraction_id: "e" } as any));
const o = new PulseClient({ apiKey: "pulse-sandbox-other-key", baseUrl: process.env.PULSE_BASE_URL!, maxRetries: 0 } as any);
await fails("other key", "ForbiddenError", 403, () => o.jobs.getJob({ jobId: cj.job_id }));
console.log(`${ok} ok, ${bad} bad`);
process.exit(bad ? 1 : 0);
