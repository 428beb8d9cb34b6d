# Made by `make generate` from the operations and their results in src/Pulse.Client. Do not edit.
"""What the operations return, read where it is asked for."""

from __future__ import annotations

from . import _annotations as t
from ._results import JsonArray, JsonObject, Submitted


class PlanInfo(JsonObject):
    """The organization's usage after a call. Eventually consistent: not for exact accounting."""

    __slots__ = ()
    #: The plan, an open set: ``trial``, ``growth``, ``professional`` and others.
    tier: t.Optional[str]
    #: The organization's credits used, this call included; may be fractional.
    total_credits_used: t.Optional[float]
    #: The organization's pages; a legacy number.
    pages_used: t.Optional[float]
    #: Words for people.
    note: t.Optional[str]
    _fields = {
        "tier": None,
        "total_credits_used": None,
        "pages_used": None,
        "note": None,
    }


class Submission(Submitted):
    """A job was made; wait for it with ``wait``, or for its typed result with ``wait``."""

    __slots__ = ()
    #: The state as the service wrote it; empty when it did not.
    status: t.Optional[str]
    #: The service's words.
    message: t.Optional[str]
    #: When the job was queued, where the service says so; deprecated by it.
    queued_at: t.Optional[str]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    _fields = {
        "job_id": None,
        "status": None,
        "message": None,
        "queued_at": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class BoundingBoxItem(JsonObject):
    """One thing on a page."""

    __slots__ = ()
    #: Its id, for example ``txt-1``.
    id: t.Optional[str]
    #: Its text.
    content: t.Optional[str]
    #: The page, counted from 1.
    page_number: t.Optional[int]
    #: The page under its older name.
    page: t.Optional[int]
    #: Corner points x1, y1 … x4, y4, from 0 to 1 from the top left; sometimes four numbers, or none.
    bounding_box: t.Optional[JsonArray[float]]
    _fields = {
        "id": None,
        "content": None,
        "page_number": None,
        "page": None,
        "bounding_box": None,
    }


class BoundingBoxImage(JsonObject):
    """An image or a chart on a page."""

    __slots__ = ()
    #: Its id, for example ``img-1``.
    id: t.Optional[str]
    #: ``chart`` or ``image``.
    visual_type: t.Optional[str]
    #: Its text.
    content: t.Optional[str]
    #: The page, counted from 1.
    page_number: t.Optional[int]
    #: Corner points x1, y1 … x4, y4, from 0 to 1 from the top left; sometimes four numbers, or none.
    bounding_box: t.Optional[JsonArray[float]]
    #: Where it is, or the image itself (``data:``); get it with ``get_image_by_url``.
    image_url: t.Optional[str]
    #: What it shows, in words.
    description: t.Optional[str]
    #: The kind of chart, for example ``BarChart``.
    chart_type: t.Optional[str]
    #: The chart's title.
    chart_title: t.Optional[str]
    _fields = {
        "id": None,
        "visual_type": None,
        "content": None,
        "page_number": None,
        "bounding_box": None,
        "image_url": None,
        "description": None,
        "chart_type": None,
        "chart_title": None,
    }


class BoundingBoxTable(JsonObject):
    """A table on a page."""

    __slots__ = ()
    #: Its id, size, sheet, name and more; an open object.
    table_info: t.Optional[t.Any]
    #: Its cells; open objects.
    cell_data: t.Optional[JsonArray[t.Any]]
    _fields = {
        "table_info": None,
        "cell_data": None,
    }


class BoundingBoxes(JsonObject):
    """Where things are on the pages. An open object: keys without a property are in ``["name"]``."""

    __slots__ = ()
    #: Blocks of text.
    text: t.Optional[JsonArray[BoundingBoxItem]]
    Text: t.Optional[JsonArray[BoundingBoxItem]]
    #: Titles.
    title: t.Optional[JsonArray[BoundingBoxItem]]
    Title: t.Optional[JsonArray[BoundingBoxItem]]
    #: Running headers.
    header: t.Optional[JsonArray[BoundingBoxItem]]
    Header: t.Optional[JsonArray[BoundingBoxItem]]
    #: Running footers.
    footer: t.Optional[JsonArray[BoundingBoxItem]]
    Footer: t.Optional[JsonArray[BoundingBoxItem]]
    #: Images and charts.
    images: t.Optional[JsonArray[BoundingBoxImage]]
    Images: t.Optional[JsonArray[BoundingBoxImage]]
    #: Tables, cell by cell.
    tables: t.Optional[JsonArray[BoundingBoxTable]]
    Tables: t.Optional[JsonArray[BoundingBoxTable]]
    #: The Markdown with ids that join to the items.
    markdown_with_ids: t.Optional[str]
    _fields = {
        "Text": [BoundingBoxItem],
        "Title": [BoundingBoxItem],
        "Header": [BoundingBoxItem],
        "Footer": [BoundingBoxItem],
        "Images": [BoundingBoxImage],
        "Tables": [BoundingBoxTable],
        "markdown_with_ids": None,
    }


class ExtractResponseChunks(JsonObject):
    """The text in chunks of one kind or another."""

    __slots__ = ()
    #: By meaning.
    semantic: t.Optional[JsonArray[str]]
    #: By heading.
    header: t.Optional[JsonArray[str]]
    #: By page.
    page: t.Optional[JsonArray[str]]
    #: By size, at the best places.
    recursive: t.Optional[JsonArray[str]]
    _fields = {
        "semantic": None,
        "header": None,
        "page": None,
        "recursive": None,
    }


class ExtractResponseExtensionsFootnoteReferencesItem(JsonObject):
    """A footnote, and where it is referred to; the ids are those of bounding boxes."""

    __slots__ = ()
    #: The sign, for example ``*``.
    symbol: t.Optional[str]
    #: The footnote's text.
    footnote_text_id: t.Optional[str]
    #: The texts that refer to it.
    reference_text_ids: t.Optional[JsonArray[str]]
    _fields = {
        "symbol": None,
        "footnoteTextId": None,
        "referenceTextIds": None,
    }


class ExtractResponseExtensionsAltOutputsWlbbWordsItem(JsonObject):
    """A word on a page."""

    __slots__ = ()
    #: Its id, for example ``w-1``.
    id: t.Optional[str]
    #: The word.
    text: t.Optional[str]
    #: The page, counted from 1.
    page_number: t.Optional[int]
    #: Corner points x1, y1 … x4, y4, from 0 to 1 from the top left.
    bounding_box: t.Optional[JsonArray[float]]
    #: How sure the service is of the word, 0 to 1; None when it does not say.
    average_word_confidence: t.Optional[float]
    _fields = {
        "id": None,
        "text": None,
        "page_number": None,
        "bounding_box": None,
        "average_word_confidence": None,
    }


class ExtractResponseExtensionsAltOutputsWlbb(JsonObject):
    """A box for each word; PDF only."""

    __slots__ = ()
    #: The words.
    words: t.Optional[JsonArray[ExtractResponseExtensionsAltOutputsWlbbWordsItem]]
    #: Why there are none.
    error: t.Optional[str]
    _fields = {
        "words": [ExtractResponseExtensionsAltOutputsWlbbWordsItem],
        "error": None,
    }


class ExtractResponseExtensionsAltOutputs(JsonObject):
    """The ``alt_outputs`` of ExtractResponseExtensions."""

    __slots__ = ()
    #: The text as HTML.
    html: t.Optional[str]
    #: The text as XML.
    xml: t.Optional[str]
    #: A box for each word; or the reason why there are none.
    wlbb: t.Optional[ExtractResponseExtensionsAltOutputsWlbb]
    _fields = {
        "html": None,
        "xml": None,
        "wlbb": ExtractResponseExtensionsAltOutputsWlbb,
    }


class ExtractResponseExtensions(JsonObject):
    """The additional outputs of an extraction, under both spellings that the service has used. Lives as long as its
    extraction.
    """

    __slots__ = ()
    #: The text in chunks.
    chunking: t.Optional[ExtractResponseChunks]
    #: Footnotes, and where they are referred to.
    footnote_references: t.Optional[JsonArray[ExtractResponseExtensionsFootnoteReferencesItem]]
    #: The ``alt_outputs`` of it.
    alt_outputs: t.Optional[ExtractResponseExtensionsAltOutputs]
    #: The document's own metadata.
    document_metadata: t.Optional[t.Any]
    _fields = {
        "chunking": ExtractResponseChunks,
        "footnote_references": [ExtractResponseExtensionsFootnoteReferencesItem],
        "alt_outputs": ExtractResponseExtensionsAltOutputs,
        "document_metadata": None,
    }


class StructuredOutputResult(JsonObject):
    """Values found for a schema, and where they were found."""

    __slots__ = ()
    #: The values, in the schema's shape.
    values: t.Optional[t.Any]
    #: In the same shape, ids of bounding boxes, separated by commas.
    citations: t.Optional[t.Any]
    _fields = {
        "values": None,
        "citations": None,
    }


class Extraction(JsonObject):
    """The extraction itself. All of it is optional; what is there depends on what was asked for."""

    __slots__ = ()
    #: The text: ``markdown``, or the older ``content``.
    markdown: t.Optional[str]
    #: The text under its older name.
    content: t.Optional[str]
    #: Deprecated by the service: the id of the extraction's job.
    job_id: t.Optional[str]
    #: The id for further steps; only when the extraction is stored.
    extraction_id: t.Optional[str]
    #: The extraction in the web interface; only when it is stored.
    extraction_url: t.Optional[str]
    #: The number of pages that were processed.
    page_count: t.Optional[int]
    #: What went not quite as wished, deprecated options included; empty when nothing did.
    warnings: t.Optional[JsonArray[str]]
    #: Where things are on the pages.
    bounding_boxes: t.Optional[BoundingBoxes]
    #: The additional outputs that were asked for.
    extensions: t.Optional[ExtractResponseExtensions]
    #: The values found for a schema.
    structured_output: t.Optional[StructuredOutputResult]
    #: The schema, as it was understood.
    input_schema: t.Optional[t.Any]
    #: Why the schema could not be filled; the rest of the result is good all the same.
    schema_error: t.Optional[str]
    #: Deprecated by the service: the HTML, now in ``extensions``.
    html: t.Optional[str]
    #: Deprecated by the service: the chunks, now in ``extensions``.
    chunks: t.Optional[ExtractResponseChunks]
    #: Deprecated by the service.
    metadata: t.Optional[t.Any]
    #: Seconds that the step took; only within a pipeline.
    latency: t.Optional[float]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    _fields = {
        "markdown": None,
        "content": None,
        "job_id": None,
        "extraction_id": None,
        "extraction_url": None,
        "page_count": None,
        "warnings": None,
        "bounding_boxes": BoundingBoxes,
        "extensions": ExtractResponseExtensions,
        "structured_output": StructuredOutputResult,
        "input_schema": None,
        "schema_error": None,
        "html": None,
        "chunks": ExtractResponseChunks,
        "metadata": None,
        "latency": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class SplitOutput(JsonObject):
    """The split as the service sends it."""

    __slots__ = ()
    #: The pages of each topic, counted from 1.
    splits: t.Optional[t.Mapping[str, JsonArray[int]]]
    _fields = {
        "splits": None,
    }


class TopicDefinitionResult(JsonObject):
    """A topic of a split."""

    __slots__ = ()
    #: Its name, the key in the result; required.
    name: t.Optional[str]
    #: What belongs to it.
    description: t.Optional[str]
    _fields = {
        "name": None,
        "description": None,
    }


class SplitResponse(JsonObject):
    """The pages of each topic."""

    __slots__ = ()
    #: The id for further steps.
    split_id: t.Optional[str]
    #: The split as the service sends it.
    split_output: t.Optional[SplitOutput]
    #: The topics as they were asked for; only within a pipeline.
    split_input: t.Optional[JsonArray[TopicDefinitionResult]]
    #: Seconds that the step took; only within a pipeline.
    latency: t.Optional[float]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    _fields = {
        "split_id": None,
        "split_output": SplitOutput,
        "split_input": [TopicDefinitionResult],
        "latency": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class SchemaResponse(JsonObject):
    """The values for a schema: a ``SingleSchemaResponse``, or a ``SplitSchemaResponse`` for the topics of a split. The
    body decides.
    """

    __slots__ = ()
    #: The id of the values.
    schema_id: t.Optional[str]
    #: Seconds that the step took; only within a pipeline.
    latency: t.Optional[float]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    #: The version of the values.
    version: t.Optional[int]
    #: The values, and where they were found.
    schema_output: t.Optional[StructuredOutputResult]
    #: The extractions that were taken together.
    extraction_ids: t.Optional[JsonArray[str]]
    #: The path of the filled Excel template; download it with ``get_schema_excel``.
    excel_output_url: t.Optional[str]
    #: The split.
    split_id: t.Optional[str]
    #: The values of each topic, and where they were found.
    results: t.Optional[t.Mapping[str, StructuredOutputResult]]
    #: The schemas, as they were understood.
    input_schemas: t.Optional[t.Mapping[str, t.Any]]
    #: Why topics failed; empty when none did.
    errors: t.Optional[t.Mapping[str, str]]
    _fields = {
        "schema_id": None,
        "latency": None,
        "credits_used": None,
        "plan_info": PlanInfo,
        "version": None,
        "schema_output": StructuredOutputResult,
        "extraction_ids": None,
        "excel_output_url": None,
        "split_id": None,
        "results": {"": StructuredOutputResult},
        "input_schemas": None,
        "errors": None,
    }


class SingleSchemaResponse(SchemaResponse):
    """The values for one schema, from one extraction or from several taken together."""

    __slots__ = ()
    #: The version of the values.
    version: t.Optional[int]
    #: The values, and where they were found.
    schema_output: t.Optional[StructuredOutputResult]
    #: The extractions that were taken together.
    extraction_ids: t.Optional[JsonArray[str]]
    #: The path of the filled Excel template; download it with ``get_schema_excel``.
    excel_output_url: t.Optional[str]
    _fields = {
        **SchemaResponse._fields,
        "version": None,
        "schema_output": StructuredOutputResult,
        "extraction_ids": None,
        "excel_output_url": None,
    }


class SplitSchemaResponse(SchemaResponse):
    """The values for each topic of a split. Topics can fail one by one: look at ``errors``."""

    __slots__ = ()
    #: The split.
    split_id: t.Optional[str]
    #: The values of each topic, and where they were found.
    results: t.Optional[t.Mapping[str, StructuredOutputResult]]
    #: The schemas, as they were understood.
    input_schemas: t.Optional[t.Mapping[str, t.Any]]
    #: Why topics failed; empty when none did.
    errors: t.Optional[t.Mapping[str, str]]
    _fields = {
        **SchemaResponse._fields,
        "split_id": None,
        "results": {"": StructuredOutputResult},
        "input_schemas": None,
        "errors": None,
    }


class TablesOutputTablesItem(JsonObject):
    """A table: as HTML, or as headers and rows, as was asked for."""

    __slots__ = ()
    #: The table as the service sends it: a string of HTML, or an object.
    table_content: t.Optional[t.Any]
    #: Ids of bounding boxes.
    citations: t.Optional[JsonArray[str]]
    #: Whether it was a chart.
    from_chart: t.Optional[bool]
    _fields = {
        "table_content": None,
        "citations": None,
        "from_chart": None,
    }


class TablesOutput(JsonObject):
    """The tables as the service sends them."""

    __slots__ = ()
    #: The tables.
    tables: t.Optional[JsonArray[TablesOutputTablesItem]]
    _fields = {
        "tables": [TablesOutputTablesItem],
    }


class TablesResponse(JsonObject):
    """The tables of a document."""

    __slots__ = ()
    #: The id of the tables.
    tables_id: t.Optional[str]
    #: The tables as the service sends them.
    tables_output: t.Optional[TablesOutput]
    #: Seconds that the step took; only within a pipeline.
    latency: t.Optional[float]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    _fields = {
        "tables_id": None,
        "tables_output": TablesOutput,
        "latency": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class BatchSubmission(Submission):
    """A batch was taken on: its job tells how far it is, and each document has a job of its own."""

    __slots__ = ()
    #: The id of the job of the batch.
    batch_job_id: t.Optional[str]
    #: The number of documents of ``/batch/extract``.
    total_files: t.Optional[int]
    #: The number of extractions that are worked on.
    total_extractions: t.Optional[int]
    #: The number of splits that are worked on.
    total_splits: t.Optional[int]
    _fields = {
        **Submission._fields,
        "batch_job_id": None,
        "total_files": None,
        "total_extractions": None,
        "total_splits": None,
    }


class BatchItem(JsonObject):
    """One child of a batch. The names are not documented by the service."""

    __slots__ = ()
    #: Its place in the input, counted from 0.
    index: t.Optional[int]
    #: Its job.
    job_id: t.Optional[str]
    #: Its extraction.
    extraction_id: t.Optional[str]
    #: Its state as the service wrote it.
    status: t.Optional[str]
    #: Why it failed: text, or an object.
    error: t.Optional[t.Any]
    _fields = {
        "index": None,
        "job_id": None,
        "extraction_id": None,
        "status": None,
        "error": None,
    }


class BatchResult(JsonObject):
    """What a batch has left. The service documents no names for it, only that there is progress by item and an id for
    each child: the properties read what the sandbox sends, and are None where a service sends other names. All of it is
    in ``body``.
    """

    __slots__ = ()
    #: The extractions that were made, where the service lists them.
    extraction_ids: t.Optional[JsonArray[str]]
    #: The splits that were made, where the service lists them.
    split_ids: t.Optional[JsonArray[str]]
    #: The schema results that were made, where the service lists them.
    schema_ids: t.Optional[JsonArray[str]]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    _fields = {
        "items": [BatchItem],
        "extraction_ids": None,
        "split_ids": None,
        "schema_ids": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class PipelineBatchExtractResult(JsonObject):
    """The result of a pipeline's ``batch_extract`` step."""

    __slots__ = ()
    #: The extractions that were made.
    extraction_ids: t.Optional[JsonArray[str]]
    #: The number of documents.
    total_files: t.Optional[int]
    #: Seconds that the step took.
    latency: t.Optional[float]
    _fields = {
        "extraction_ids": None,
        "total_files": None,
        "latency": None,
    }


class PipelineResults(JsonObject):
    """The ``results`` of PipelineExecuteResponse."""

    __slots__ = ()
    #: The result of the ``extract`` step.
    extract: t.Optional[Extraction]
    #: The result of the ``batch_extract`` step.
    batch_extract: t.Optional[PipelineBatchExtractResult]
    #: The result of the ``split`` step.
    split: t.Optional[SplitResponse]
    #: The result of the ``schema`` step.
    schema: t.Optional[SchemaResponse]
    #: The result of the ``tables`` step.
    tables: t.Optional[TablesResponse]
    _fields = {
        "extract": Extraction,
        "batch_extract": PipelineBatchExtractResult,
        "split": SplitResponse,
        "schema": SchemaResponse,
        "tables": TablesResponse,
    }


class PipelineExecuteResponse(JsonObject):
    """The results of a pipeline's steps. They live as long as this."""

    __slots__ = ()
    #: The state as the service wrote it: ``completed``.
    status: t.Optional[str]
    #: Seconds that all of it took.
    total_latency: t.Optional[float]
    #: What the service says about the deletion of what it has stored.
    auto_delete: t.Optional[t.Any]
    #: The ``results`` of it.
    results: t.Optional[PipelineResults]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    _fields = {
        "status": None,
        "total_latency": None,
        "auto_delete": None,
        "results": PipelineResults,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class FormCheckboxDetailResult(JsonObject):
    """A box to tick."""

    __slots__ = ()
    #: Its middle: x, y, from 0 to 1 from the top left.
    center_coord: t.Optional[JsonArray[float]]
    #: Whether it is ticked.
    selected: t.Optional[bool]
    #: What stands beside it.
    text: t.Optional[str]
    _fields = {
        "center_coord": None,
        "selected": None,
        "text": None,
    }


class FormCellResult(JsonObject):
    """A field of a form."""

    __slots__ = ()
    #: The page, counted from 1.
    page_number: t.Optional[int]
    #: Left, top, right, bottom, from 0 to 1 from the top left.
    bounding_box: t.Optional[JsonArray[float]]
    #: What stands in it.
    text: t.Optional[str]
    #: ``text``, ``checkbox``, ``signature``, or another.
    type: t.Optional[str]
    #: The row within its table, counted from 0.
    row: t.Optional[int]
    #: The column within its table, counted from 0.
    col: t.Optional[int]
    #: The table, counted from 0.
    table_idx: t.Optional[int]
    #: The boxes to tick.
    checkbox_details: t.Optional[JsonArray[FormCheckboxDetailResult]]
    _fields = {
        "page_number": None,
        "bounding_box": None,
        "text": None,
        "type": None,
        "row": None,
        "col": None,
        "table_idx": None,
        "checkbox_details": [FormCheckboxDetailResult],
    }


class FormResult(JsonObject):
    """A form, as detected, filled or emptied."""

    __slots__ = ()
    #: The id for further calls with the same form.
    form_id: t.Optional[str]
    #: The number of pages.
    page_count: t.Optional[int]
    #: Where the PDF is; download it with ``get_pdf``.
    pdf_url: t.Optional[str]
    #: The fields; empty when there are none.
    form_fields: t.Optional[JsonArray[FormCellResult]]
    #: How many fields were filled.
    fields_filled: t.Optional[int]
    #: How many fields were emptied.
    fields_cleared: t.Optional[int]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    _fields = {
        "form_id": None,
        "page_count": None,
        "pdf_url": None,
        "form_fields": [FormCellResult],
        "fields_filled": None,
        "fields_cleared": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class CreateWebhookLinkResponse(JsonObject):
    """A link to the portal, as the service sends it."""

    __slots__ = ()
    #: The link. Treat it as a secret.
    link: t.Optional[str]
    _fields = {
        "link": None,
    }


class LargeLink(Extraction):
    """The result is too large for the response and must be fetched, which works once and within an hour."""

    __slots__ = ()
    #: Where it is; may be relative to the base URL, or on another origin.
    url: t.Optional[str]
    #: Whether it is a link: true.
    is_url: t.Optional[bool]
    #: The number of pages.
    page_count: t.Optional[int]
    #: The id for further steps.
    extraction_id: t.Optional[str]
    _fields = {
        **Extraction._fields,
        "url": None,
        "is_url": None,
        "page_count": None,
        "extraction_id": None,
    }


class JobResult(JsonObject):
    """The result of a job: the fields of every operation. What a job has are those of its own."""

    __slots__ = ()
    #: The text: ``markdown``, or the older ``content``.
    markdown: t.Optional[str]
    #: The text under its older name.
    content: t.Optional[str]
    #: Deprecated by the service: the id of the extraction's job.
    job_id: t.Optional[str]
    #: The id for further steps; only when the extraction is stored.
    extraction_id: t.Optional[str]
    #: The extraction in the web interface; only when it is stored.
    extraction_url: t.Optional[str]
    #: The number of pages that were processed.
    page_count: t.Optional[int]
    #: What went not quite as wished, deprecated options included; empty when nothing did.
    warnings: t.Optional[JsonArray[str]]
    #: Where things are on the pages.
    bounding_boxes: t.Optional[BoundingBoxes]
    #: The additional outputs that were asked for.
    extensions: t.Optional[ExtractResponseExtensions]
    #: The values found for a schema.
    structured_output: t.Optional[StructuredOutputResult]
    #: The schema, as it was understood.
    input_schema: t.Optional[t.Any]
    #: Why the schema could not be filled; the rest of the result is good all the same.
    schema_error: t.Optional[str]
    #: Deprecated by the service: the HTML, now in ``extensions``.
    html: t.Optional[str]
    #: Deprecated by the service: the chunks, now in ``extensions``.
    chunks: t.Optional[ExtractResponseChunks]
    #: Deprecated by the service.
    metadata: t.Optional[t.Any]
    #: Seconds that the step took; only within a pipeline.
    latency: t.Optional[float]
    #: What the call has cost; None when the organization is not on credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[PlanInfo]
    #: The id for further steps.
    split_id: t.Optional[str]
    #: The split as the service sends it.
    split_output: t.Optional[SplitOutput]
    #: The topics as they were asked for; only within a pipeline.
    split_input: t.Optional[JsonArray[TopicDefinitionResult]]
    #: The id of the values.
    schema_id: t.Optional[str]
    #: The version of the values.
    version: t.Optional[int]
    #: The values, and where they were found.
    schema_output: t.Optional[StructuredOutputResult]
    #: The extractions that were taken together.
    extraction_ids: t.Optional[JsonArray[str]]
    #: The path of the filled Excel template; download it with ``get_schema_excel``.
    excel_output_url: t.Optional[str]
    #: The values of each topic, and where they were found.
    results: t.Optional[t.Union[t.Mapping[str, StructuredOutputResult], PipelineResults]]
    #: The schemas, as they were understood.
    input_schemas: t.Optional[t.Mapping[str, t.Any]]
    #: Why topics failed; empty when none did.
    errors: t.Optional[t.Mapping[str, str]]
    #: The id of the tables.
    tables_id: t.Optional[str]
    #: The tables as the service sends them.
    tables_output: t.Optional[TablesOutput]
    #: The splits that were made, where the service lists them.
    split_ids: t.Optional[JsonArray[str]]
    #: The schema results that were made, where the service lists them.
    schema_ids: t.Optional[JsonArray[str]]
    #: The state as the service wrote it: ``completed``.
    status: t.Optional[str]
    #: Seconds that all of it took.
    total_latency: t.Optional[float]
    #: What the service says about the deletion of what it has stored.
    auto_delete: t.Optional[t.Any]
    #: The id for further calls with the same form.
    form_id: t.Optional[str]
    #: Where the PDF is; download it with ``get_pdf``.
    pdf_url: t.Optional[str]
    #: The fields; empty when there are none.
    form_fields: t.Optional[JsonArray[FormCellResult]]
    #: How many fields were filled.
    fields_filled: t.Optional[int]
    #: How many fields were emptied.
    fields_cleared: t.Optional[int]
    _fields = {
        "markdown": None,
        "content": None,
        "job_id": None,
        "extraction_id": None,
        "extraction_url": None,
        "page_count": None,
        "warnings": None,
        "bounding_boxes": None,
        "extensions": None,
        "structured_output": None,
        "input_schema": None,
        "schema_error": None,
        "html": None,
        "chunks": None,
        "metadata": None,
        "latency": None,
        "credits_used": None,
        "plan_info": None,
        "split_id": None,
        "split_output": None,
        "split_input": None,
        "schema_id": None,
        "version": None,
        "schema_output": None,
        "extraction_ids": None,
        "excel_output_url": None,
        "results": None,
        "input_schemas": None,
        "errors": None,
        "tables_id": None,
        "tables_output": None,
        "items": None,
        "split_ids": None,
        "schema_ids": None,
        "status": None,
        "total_latency": None,
        "auto_delete": None,
        "form_id": None,
        "pdf_url": None,
        "form_fields": None,
        "fields_filled": None,
        "fields_cleared": None,
    }


SchemaResponse._variants = ((SingleSchemaResponse, "schema_output"), (SplitSchemaResponse, "results"),)

#: What is returned, and what instead where it is a submission, by the name of the operation.
ANSWERS: t.Dict[str, t.Tuple[t.Type[JsonObject], t.Type[Submission]]] = {
    "extract": (Extraction, Submission),
    "submit_extract": (Extraction, Submission),
    "extract_async": (Extraction, Submission),
    "split": (SplitResponse, Submission),
    "submit_split": (SplitResponse, Submission),
    "schema": (SchemaResponse, Submission),
    "submit_schema": (SchemaResponse, Submission),
    "tables": (TablesResponse, Submission),
    "submit_tables": (TablesResponse, Submission),
    "batch_extract": (BatchResult, BatchSubmission),
    "batch_schema": (BatchResult, BatchSubmission),
    "batch_split": (BatchResult, BatchSubmission),
    "batch_tables": (BatchResult, BatchSubmission),
    "pipeline_execute": (PipelineExecuteResponse, Submission),
    "submit_pipeline_execute": (PipelineExecuteResponse, Submission),
    "form_detect": (FormResult, Submission),
    "submit_form_detect": (FormResult, Submission),
    "form_fill": (FormResult, Submission),
    "submit_form_fill": (FormResult, Submission),
    "form_clear": (FormResult, Submission),
    "submit_form_clear": (FormResult, Submission),
    "get_large_result": (Extraction, Submission),
    "create_webhook_link": (CreateWebhookLinkResponse, Submission),
}

#: The members by which the result of any job is known; all of one set must be there.
SIGNS: t.Tuple[t.Tuple[t.Type[JsonObject], t.Tuple[t.Tuple[str, ...], ...]], ...] = (
    (SplitResponse, (("split_output",),)),
    (SchemaResponse, (("schema_output",), ("results", "schema_id",),)),
    (TablesResponse, (("tables_output",),)),
    (PipelineExecuteResponse, (("results", "total_latency",), ("results", "status",),)),
    (Extraction, (("markdown",), ("content",), ("is_url",),)),
    (FormResult, (("form_id",), ("pdf_url",), ("form_fields",),)),
)

__all__ = [
    "BatchItem",
    "BatchResult",
    "BatchSubmission",
    "BoundingBoxImage",
    "BoundingBoxItem",
    "BoundingBoxTable",
    "BoundingBoxes",
    "CreateWebhookLinkResponse",
    "ExtractResponseChunks",
    "ExtractResponseExtensions",
    "ExtractResponseExtensionsAltOutputs",
    "ExtractResponseExtensionsAltOutputsWlbb",
    "ExtractResponseExtensionsAltOutputsWlbbWordsItem",
    "ExtractResponseExtensionsFootnoteReferencesItem",
    "Extraction",
    "FormCellResult",
    "FormCheckboxDetailResult",
    "FormResult",
    "JobResult",
    "LargeLink",
    "PipelineBatchExtractResult",
    "PipelineExecuteResponse",
    "PipelineResults",
    "PlanInfo",
    "SchemaResponse",
    "SingleSchemaResponse",
    "SplitOutput",
    "SplitResponse",
    "SplitSchemaResponse",
    "StructuredOutputResult",
    "Submission",
    "TablesOutput",
    "TablesOutputTablesItem",
    "TablesResponse",
    "TopicDefinitionResult",
]
