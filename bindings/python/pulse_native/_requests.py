# Made by `make generate` from the requests of the operations in src/Pulse.Client. Do not edit.
"""What the operations take: dicts, whose keys type checkers know. Imported where they are asked for."""

from __future__ import annotations

from typing import Any, Mapping, Sequence, TypedDict


class ExtractRequestFigureProcessing(TypedDict, total=False):
    """The processing of figures."""

    #: Whether charts and images are described in the text and in the bounding boxes.
    description: bool
    #: Whether images get a URL in the bounding boxes.
    show_images: bool


class ExtractRequestExtensionsChunking(TypedDict, total=False):
    """The chunking of the text."""

    #: The chunk types: any of ``semantic``, ``header``, ``page``, ``recursive``.
    chunk_types: Sequence[str]
    #: The maximum size of a chunk in characters, 100 to 10 000.
    chunk_size: int


class ExtractRequestExtensionsAltOutputs(TypedDict, total=False):
    """Alternative output formats."""

    #: Whether a bounding box is returned for each word. PDF only.
    wlbb: bool
    #: Whether HTML is returned.
    return_html: bool
    #: Whether XML is returned. The service has not finished this feature.
    return_xml: bool


class ExtractRequestExtensions(TypedDict, total=False):
    """Additional outputs. Each appears under ``extensions`` in the result."""

    #: Whether footnotes are linked to their references.
    footnote_references: bool
    #: The chunking of the text.
    chunking: ExtractRequestExtensionsChunking
    #: Alternative output formats.
    alt_outputs: ExtractRequestExtensionsAltOutputs
    #: Whether the document's own metadata is returned. The JSON name is in snake case, as the service requires.
    document_metadata: bool
    #: Whether tables that continue across pages are merged. Older services only.
    merge_tables: bool


class ExtractRequestSpreadsheet(TypedDict, total=False):
    """The options for spreadsheets."""

    #: Whether hidden rows are read.
    include_hidden_rows: bool
    #: Whether hidden columns are read.
    include_hidden_cols: bool
    #: Whether hidden sheets are read.
    include_hidden_sheets: bool


class ExtractRequestStorage(TypedDict, total=False):
    """Whether and where the extraction is stored."""

    #: Whether it is stored. The service's default is true. If it is not stored, there is no extraction id.
    enabled: bool
    #: The folder's name. The folder is created if it does not exist.
    folder_name: str
    #: The folder's id. Takes precedence over the name.
    folder_id: str


class ExtractRequestStructuredOutput(TypedDict, total=False):
    """A JSON schema to fill in with values from the document."""

    #: The JSON schema, an object.
    schema: Any
    #: Additional instructions for filling in the schema.
    schema_prompt: str
    #: Whether the service uses the more thorough mode, at a higher price.
    effort: bool


class ExtractRequest(TypedDict, total=False):
    """The request of ``POST /extract``. Set either ``file_url`` or ``file``."""

    #: A public or presigned URL that the service downloads. It must remain valid until the job has started.
    file_url: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool
    #: The model: ``default`` or ``pulse-ultra-2``.
    model: str
    #: The id of a saved preset. Fields that are set here take precedence over it.
    extraction_config_id: str
    #: The pages to process, counted from 1, for example ``1-2,5``. Default: all.
    pages: str
    #: The processing of figures.
    figure_processing: ExtractRequestFigureProcessing
    #: Additional outputs.
    extensions: ExtractRequestExtensions
    #: The options for spreadsheets.
    spreadsheet: ExtractRequestSpreadsheet
    #: Whether and where the extraction is stored.
    storage: ExtractRequestStorage
    #: A JSON schema to fill in with values from the document. The service recommends its schema endpoint instead.
    structured_output: ExtractRequestStructuredOutput
    #: Deprecated by the service: use ``structured_output``.
    schema: Any
    #: Deprecated by the service.
    schema_prompt: str
    #: Deprecated by the service.
    custom_prompt: str
    #: Deprecated by the service: a comma-separated list of chunk types; use ``chunking``.
    chunking: str
    #: Deprecated by the service: the maximum size of a chunk in characters, 100 to 10 000.
    chunk_size: int
    #: Deprecated by the service.
    extract_figure: bool
    #: Deprecated by the service: use ``description``.
    figure_description: bool
    #: Deprecated by the service: use ``show_images``.
    show_images: bool
    #: Deprecated by the service: use ``return_html``.
    return_html: bool
    #: Deprecated by the service.
    thinking: bool


class TopicDefinition(TypedDict, total=False):
    """A topic of a split."""

    #: The name, which is the key in the result. Required.
    name: str
    #: A description of what belongs to the topic.
    description: str


class SplitConfig(TypedDict, total=False):
    """The topics of a split."""

    #: The topics. Their names are the keys of the result and must be unique.
    split_input: Sequence[TopicDefinition]


class SplitRequest(TypedDict, total=False):
    """The request of ``POST /split``: assigns the pages of a stored extraction to topics."""

    #: The id of the stored extraction. Required.
    extraction_id: str
    #: The topics. Set either this or ``split_config_id``.
    split_config: SplitConfig
    #: The id of a saved split configuration.
    split_config_id: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class SchemaConfig(TypedDict, total=False):
    """What to fill in: a JSON schema or an Excel template."""

    #: The JSON schema, an object.
    input_schema: Any
    #: An .xlsx file to fill in, base64-encoded. Download the result with ``get_schema_excel``. Cannot be combined
    #: with ``input_schema``.
    excel_template: str
    #: Additional instructions for filling in the schema.
    schema_prompt: str
    #: Whether the service uses the more thorough mode, at a higher price.
    effort: bool


class TopicSchemaConfig(TypedDict, total=False):
    """The schema to fill in for one topic of a split."""

    #: The JSON schema, an object. Set either this or ``schema_config_id``.
    schema: Any
    #: Additional instructions for filling in the schema.
    schema_prompt: str
    #: Whether the service uses the more thorough mode, at a higher price.
    effort: bool
    #: The id of a saved configuration.
    schema_config_id: str


class SchemaRequest(TypedDict, total=False):
    """The request of ``POST /schema``: values for a JSON schema or an Excel template, from one extraction
    (``extraction_id``), from several combined (``extraction_ids``), or per topic of a split (``split_id``).
    """

    #: The id of a stored extraction, or the job id of a batch extract, whose completed extractions are combined.
    extraction_id: str
    #: The ids of several stored extractions, which are combined.
    extraction_ids: Sequence[str]
    #: The id of a split. ``split_schema_config`` has the schemas for its topics.
    split_id: str
    #: The schema to fill in. Not with a split.
    schema_config: SchemaConfig
    #: The id of a saved configuration. Not with a split.
    schema_config_id: str
    #: The schema to fill in for each topic of a split.
    split_schema_config: Mapping[str, TopicSchemaConfig]
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class TablesConfig(TypedDict, total=False):
    """The options for tables."""

    #: Whether tables that continue across pages are merged. Doubles the price.
    merge: bool
    #: The format of the tables: ``html`` or ``json``.
    table_format: str
    #: Whether charts are also converted to tables, which is billed separately.
    charts_to_tables: bool


class TablesRequest(TypedDict, total=False):
    """The request of ``POST /tables``: extracts the tables of a stored extraction. No step can follow it."""

    #: The id of the stored extraction. Required.
    extraction_id: str
    #: The options for the tables.
    tables_config: TablesConfig
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class BatchFileUpload(TypedDict, total=False):
    """A document inside a request, base64-encoded."""

    #: The file name with its extension. Required.
    filename: str
    #: The content, base64-encoded. Required.
    content: str


class BatchInputSource(TypedDict, total=False):
    """The documents of a batch. Exactly one of the properties must be set."""

    #: A prefix that all the documents share, ``s3://bucket/folder/``.
    s3_prefix: str
    #: Public or presigned URLs of the documents.
    file_urls: Sequence[str]
    #: The contents of the documents.
    files: Sequence[BatchFileUpload]


class BatchOutputDestination(TypedDict, total=False):
    """Where the service writes the results of a batch. At least one of the properties must be set."""

    #: A prefix, ``s3://bucket/folder/``.
    s3_prefix: str
    #: A directory on the machine where the service runs, for self-hosted services.
    local_path: str


class ExtractOptions(TypedDict, total=False):
    """The options for extracting a document. Options that are not set are not sent. Other fields can be sent through
    ``["name"]``.
    """

    #: The model: ``default`` or ``pulse-ultra-2``.
    model: str
    #: The id of a saved preset. Fields that are set here take precedence over it.
    extraction_config_id: str
    #: The pages to process, counted from 1, for example ``1-2,5``. Default: all.
    pages: str
    #: The processing of figures.
    figure_processing: ExtractRequestFigureProcessing
    #: Additional outputs.
    extensions: ExtractRequestExtensions
    #: The options for spreadsheets.
    spreadsheet: ExtractRequestSpreadsheet
    #: Whether and where the extraction is stored.
    storage: ExtractRequestStorage
    #: A JSON schema to fill in with values from the document. The service recommends its schema endpoint instead.
    structured_output: ExtractRequestStructuredOutput
    #: Deprecated by the service: use ``structured_output``.
    schema: Any
    #: Deprecated by the service.
    schema_prompt: str
    #: Deprecated by the service.
    custom_prompt: str
    #: Deprecated by the service: a comma-separated list of chunk types; use ``chunking``.
    chunking: str
    #: Deprecated by the service: the maximum size of a chunk in characters, 100 to 10 000.
    chunk_size: int
    #: Deprecated by the service.
    extract_figure: bool
    #: Deprecated by the service: use ``description``.
    figure_description: bool
    #: Deprecated by the service: use ``show_images``.
    show_images: bool
    #: Deprecated by the service: use ``return_html``.
    return_html: bool
    #: Deprecated by the service.
    thinking: bool


class BatchExtractRequest(TypedDict, total=False):
    """The request of ``POST /batch/extract``: many documents, each extracted as by ``/extract``. Each document is
    billed separately and can fail separately.
    """

    #: The documents. Required.
    input: BatchInputSource
    #: Where the service writes the results. Required.
    output: BatchOutputDestination
    #: The options for extracting each document.
    extract_options: ExtractOptions
    #: The number of documents processed concurrently, 1 to 10.
    workers: int


class BatchSchemaRequest(TypedDict, total=False):
    """The request of ``POST /batch/schema``: one schema for many extractions (``batch_extract_id`` or
    ``extraction_ids`` with ``schema_config``), or one for each topic of many splits (``batch_split_id`` or
    ``split_ids`` with ``split_schema_config``).
    """

    #: The job id of a batch extract.
    batch_extract_id: str
    #: The ids of stored extractions.
    extraction_ids: Sequence[str]
    #: The schema to fill in for each extraction.
    schema_config: SchemaConfig
    #: The job id of a batch split.
    batch_split_id: str
    #: The ids of splits.
    split_ids: Sequence[str]
    #: The schema to fill in for each topic of each split.
    split_schema_config: Mapping[str, TopicSchemaConfig]
    #: Where the service writes the results. Required.
    output: BatchOutputDestination
    #: The pages to process, counted from 1, for example ``1-2,5``. Default: all.
    page_range: str
    #: The number of items processed concurrently, 1 to 10.
    workers: int


class BatchSplitRequest(TypedDict, total=False):
    """The request of ``POST /batch/split``: the same topics for many extractions."""

    #: The job id of a batch extract. Set either this or ``extraction_ids``.
    batch_extract_id: str
    #: The ids of stored extractions.
    extraction_ids: Sequence[str]
    #: The topics. Required.
    split_config: SplitConfig
    #: Where the service writes the results. Required.
    output: BatchOutputDestination
    #: The number of items processed concurrently, 1 to 10.
    workers: int


class BatchTablesRequest(TypedDict, total=False):
    """The request of ``POST /batch/tables``: the tables of many extractions."""

    #: The job id of a batch extract. Set either this or ``extraction_ids``.
    batch_extract_id: str
    #: The ids of stored extractions.
    extraction_ids: Sequence[str]
    #: The options for the tables.
    tables_config: TablesConfig
    #: Where the service writes the results. Required.
    output: BatchOutputDestination
    #: The number of items processed concurrently, 1 to 10.
    workers: int


class PipelineStepBatchExtractConfig(TypedDict, total=False):
    """The extraction of many documents as a step: the options for each of them, and the documents unless they are
    uploaded.
    """

    #: Public or presigned URLs of the documents.
    file_urls: Sequence[str]
    #: The contents of the documents.
    files: Sequence[BatchFileUpload]
    #: The number of documents processed concurrently, 1 to 10.
    workers: int
    #: The model: ``default`` or ``pulse-ultra-2``.
    model: str
    #: The id of a saved preset. Fields that are set here take precedence over it.
    extraction_config_id: str
    #: The pages to process, counted from 1, for example ``1-2,5``. Default: all.
    pages: str
    #: The processing of figures.
    figure_processing: ExtractRequestFigureProcessing
    #: Additional outputs.
    extensions: ExtractRequestExtensions
    #: The options for spreadsheets.
    spreadsheet: ExtractRequestSpreadsheet
    #: Whether and where the extraction is stored.
    storage: ExtractRequestStorage
    #: A JSON schema to fill in with values from the document. The service recommends its schema endpoint instead.
    structured_output: ExtractRequestStructuredOutput
    #: Deprecated by the service: use ``structured_output``.
    schema: Any
    #: Deprecated by the service.
    schema_prompt: str
    #: Deprecated by the service.
    custom_prompt: str
    #: Deprecated by the service: a comma-separated list of chunk types; use ``chunking``.
    chunking: str
    #: Deprecated by the service: the maximum size of a chunk in characters, 100 to 10 000.
    chunk_size: int
    #: Deprecated by the service.
    extract_figure: bool
    #: Deprecated by the service: use ``description``.
    figure_description: bool
    #: Deprecated by the service: use ``show_images``.
    show_images: bool
    #: Deprecated by the service: use ``return_html``.
    return_html: bool
    #: Deprecated by the service.
    thinking: bool


class PipelineSteps(TypedDict, total=False):
    """The steps of a pipeline, in the order of execution. Allowed sequences: extract; extract → schema; extract →
    split; extract → split → schema; extract → tables; batch_extract → schema.
    """

    #: The options for extracting a document. Options that are not set are not sent. Other fields can be sent through
    #: ``["name"]``.
    extract: ExtractOptions
    #: The extraction of many documents as a step: the options for each of them, and the documents unless they are
    #: uploaded.
    batch_extract: PipelineStepBatchExtractConfig
    #: What to fill in: a JSON schema or an Excel template.
    schema: SchemaConfig
    #: The topics of a split.
    split: SplitConfig
    #: The options for tables.
    tables: TablesConfig


class PipelineRequest(TypedDict, total=False):
    """The request of ``POST /pipeline/execute``: several steps in one call, in the order of ``steps``. The document is
    a ``file_url`` or ``files`` to upload; with a ``batch_extract`` step it can also be in that step.
    """

    #: A public or presigned URL for the ``extract`` step.
    file_url: str
    #: The steps. Required.
    steps: PipelineSteps
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool
    #: Whether the service deletes what it has stored once the response is delivered. Storage must be turned off for
    #: the organization.
    auto_delete: bool


class FormDetectRequest(TypedDict, total=False):
    """The request of ``POST /form/detect``: detects the fields of a PDF."""

    #: A public or presigned URL of the PDF.
    file_url: str
    #: The id of a form from an earlier call.
    form_id: str
    #: The pages to process, counted from 1, for example ``1-3,5``. Default: all.
    page_range: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class FormCheckboxDetail(TypedDict, total=False):
    """A checkbox."""

    #: The center: x, y, from 0 to 1, measured from the top left.
    center_coord: Sequence[float]
    #: Whether it is checked.
    selected: bool
    #: The label next to it.
    text: str


class FormCell(TypedDict, total=False):
    """A field of a form."""

    #: The page, counted from 1.
    page_number: int
    #: Left, top, right, bottom, from 0 to 1, measured from the top left.
    bounding_box: Sequence[float]
    #: The value of the field.
    text: str
    #: The type of the field: ``text``, ``checkbox``, ``signature``, or another.
    type: str
    #: The row within its table, counted from 0.
    row: int
    #: The column within its table, counted from 0.
    col: int
    #: The table, counted from 0.
    table_idx: int
    #: The checkboxes.
    checkbox_details: Sequence[FormCheckboxDetail]


class FormFillRequest(TypedDict, total=False):
    """The request of ``POST /form/fill``: fills in a PDF according to instructions."""

    #: Instructions, in plain text, for what to fill in. Required.
    instructions: str
    #: The detected fields, possibly corrected.
    form_fields: Sequence[FormCell]
    #: A public or presigned URL of the PDF.
    file_url: str
    #: The id of a form from an earlier call.
    form_id: str
    #: The pages to process, counted from 1, for example ``1-3,5``. Default: all.
    page_range: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class FormClearRequest(TypedDict, total=False):
    """The request of ``POST /form/clear``: clears a PDF, completely or according to instructions."""

    #: Instructions, in plain text, for what to clear. Default: all values that a user has entered.
    instructions: str
    #: The detected fields, possibly corrected.
    form_fields: Sequence[FormCell]
    #: A public or presigned URL of the PDF.
    file_url: str
    #: The id of a form from an earlier call.
    form_id: str
    #: The pages to process, counted from 1, for example ``1-3,5``. Default: all.
    page_range: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


__all__ = [
    "BatchExtractRequest",
    "BatchFileUpload",
    "BatchInputSource",
    "BatchOutputDestination",
    "BatchSchemaRequest",
    "BatchSplitRequest",
    "BatchTablesRequest",
    "ExtractOptions",
    "ExtractRequest",
    "ExtractRequestExtensions",
    "ExtractRequestExtensionsAltOutputs",
    "ExtractRequestExtensionsChunking",
    "ExtractRequestFigureProcessing",
    "ExtractRequestSpreadsheet",
    "ExtractRequestStorage",
    "ExtractRequestStructuredOutput",
    "FormCell",
    "FormCheckboxDetail",
    "FormClearRequest",
    "FormDetectRequest",
    "FormFillRequest",
    "PipelineRequest",
    "PipelineStepBatchExtractConfig",
    "PipelineSteps",
    "SchemaConfig",
    "SchemaRequest",
    "SplitConfig",
    "SplitRequest",
    "TablesConfig",
    "TablesRequest",
    "TopicDefinition",
    "TopicSchemaConfig",
]
