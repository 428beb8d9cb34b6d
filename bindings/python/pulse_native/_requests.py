# Made by `make generate` from the requests of the operations in src/Pulse.Client. Do not edit.
"""What the operations take: dicts, whose keys type checkers know. Imported where they are asked for."""

from __future__ import annotations

from typing import Any, Mapping, Sequence, TypedDict


class ExtractRequestFigureProcessing(TypedDict, total=False):
    """What is done with figures."""

    #: Whether charts and images are described in the text and in the bounding boxes.
    description: bool
    #: Whether images get a URL in the bounding boxes.
    show_images: bool


class ExtractRequestExtensionsChunking(TypedDict, total=False):
    """The text in chunks."""

    #: Any of ``semantic``, ``header``, ``page``, ``recursive``.
    chunk_types: Sequence[str]
    #: The most characters of a chunk, 100 to 10 000.
    chunk_size: int


class ExtractRequestExtensionsAltOutputs(TypedDict, total=False):
    """Other forms of the output."""

    #: Whether each word gets a box; PDF only.
    wlbb: bool
    #: Whether HTML is returned.
    return_html: bool
    #: Whether XML is returned; unfinished on the service's side.
    return_xml: bool


class ExtractRequestExtensions(TypedDict, total=False):
    """Additional outputs; each appears under ``extensions`` of the result."""

    #: Whether footnotes are joined to where they are referred to.
    footnote_references: bool
    #: The text in chunks.
    chunking: ExtractRequestExtensionsChunking
    #: Other forms of the output.
    alt_outputs: ExtractRequestExtensionsAltOutputs
    #: Whether the document's own metadata are returned. Snake case on the wire, as the service wants it.
    document_metadata: bool
    #: Whether tables that go on over pages are merged; older services only.
    merge_tables: bool


class ExtractRequestSpreadsheet(TypedDict, total=False):
    """How spreadsheets are read."""

    #: Whether hidden rows are read.
    include_hidden_rows: bool
    #: Whether hidden columns are read.
    include_hidden_cols: bool
    #: Whether hidden sheets are read.
    include_hidden_sheets: bool


class ExtractRequestStorage(TypedDict, total=False):
    """Whether and where the extraction is kept."""

    #: Whether it is kept; the service's default is true. Without it there is no extraction id.
    enabled: bool
    #: The folder's name; made when missing.
    folder_name: str
    #: The folder's id; wins over the name.
    folder_id: str


class ExtractRequestStructuredOutput(TypedDict, total=False):
    """Values to fill into a JSON schema."""

    #: The JSON schema, an object.
    schema: Any
    #: Words of advice for filling it.
    schema_prompt: str
    #: Whether more effort is spent, at a higher price.
    effort: bool


class ExtractRequest(TypedDict, total=False):
    """The request of ``POST /extract``. Either ``file_url`` or ``file`` says what is extracted."""

    #: A public or pre-signed URL that the service downloads. It must stay valid until the job has started.
    file_url: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool
    #: ``default`` or ``pulse-ultra-2``.
    model: str
    #: The id of a saved preset; fields set here win over it.
    extraction_config_id: str
    #: The pages, counted from 1, for example ``1-2,5``; default all.
    pages: str
    #: What is done with figures.
    figure_processing: ExtractRequestFigureProcessing
    #: Additional outputs.
    extensions: ExtractRequestExtensions
    #: How spreadsheets are read.
    spreadsheet: ExtractRequestSpreadsheet
    #: Whether and where the extraction is kept.
    storage: ExtractRequestStorage
    #: Values to fill into a JSON schema. The service prefers its schema endpoint for this.
    structured_output: ExtractRequestStructuredOutput
    #: Deprecated by the service: use ``structured_output``.
    schema: Any
    #: Deprecated by the service.
    schema_prompt: str
    #: Deprecated by the service.
    custom_prompt: str
    #: Deprecated by the service: a comma-separated list of chunk types; use ``chunking``.
    chunking: str
    #: Deprecated by the service: characters of a chunk, 100 to 10 000.
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

    #: Its name, the key in the result; required.
    name: str
    #: What belongs to it.
    description: str


class SplitConfig(TypedDict, total=False):
    """The topics of a split."""

    #: The topics. Their names are the keys of the result, so no two may be alike.
    split_input: Sequence[TopicDefinition]


class SplitRequest(TypedDict, total=False):
    """The request of ``POST /split``: which pages of a stored extraction belong to which topic."""

    #: The stored extraction; required.
    extraction_id: str
    #: The topics; either they or ``split_config_id``.
    split_config: SplitConfig
    #: The id of saved topics.
    split_config_id: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class SchemaConfig(TypedDict, total=False):
    """What is filled: a JSON schema, or an Excel template."""

    #: The JSON schema, an object.
    input_schema: Any
    #: An .xlsx file in base64 that is filled; download it with ``get_schema_excel``. Not together with
    #: ``input_schema``.
    excel_template: str
    #: Words of advice for filling it.
    schema_prompt: str
    #: Whether more effort is spent, at a higher price.
    effort: bool


class TopicSchemaConfig(TypedDict, total=False):
    """What is filled for one topic of a split."""

    #: The JSON schema, an object; either it or ``schema_config_id``.
    schema: Any
    #: Words of advice for filling it.
    schema_prompt: str
    #: Whether more effort is spent, at a higher price.
    effort: bool
    #: The id of a saved configuration.
    schema_config_id: str


class SchemaRequest(TypedDict, total=False):
    """The request of ``POST /schema``: values for a JSON schema or an Excel template, from one extraction
    (``extraction_id``), from several taken together (``extraction_ids``), or topic by topic from a split
    (``split_id``).
    """

    #: A stored extraction, or the job of a batch extract, whose completed extractions are then taken together.
    extraction_id: str
    #: Several stored extractions, taken together.
    extraction_ids: Sequence[str]
    #: A split; its topics are filled by ``split_schema_config``.
    split_id: str
    #: What is filled; not with a split.
    schema_config: SchemaConfig
    #: The id of a saved configuration; not with a split.
    schema_config_id: str
    #: What is filled for each topic of a split.
    split_schema_config: Mapping[str, TopicSchemaConfig]
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class TablesConfig(TypedDict, total=False):
    """How tables are made."""

    #: Whether tables that go on over pages are merged; costs twice as much.
    merge: bool
    #: ``html`` or ``json``.
    table_format: str
    #: Whether charts are turned into tables too, at a price of their own.
    charts_to_tables: bool


class TablesRequest(TypedDict, total=False):
    """The request of ``POST /tables``: the tables of a stored extraction. Nothing can follow this step."""

    #: The stored extraction; required.
    extraction_id: str
    #: How the tables are made.
    tables_config: TablesConfig
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class BatchFileUpload(TypedDict, total=False):
    """A document within a request, in base64."""

    #: Its name with the extension; required.
    filename: str
    #: Its bytes in base64; required.
    content: str


class BatchInputSource(TypedDict, total=False):
    """The documents of a batch: exactly one of the properties."""

    #: All documents under a prefix, ``s3://bucket/folder/``.
    s3_prefix: str
    #: Public or pre-signed URLs.
    file_urls: Sequence[str]
    #: The documents themselves.
    files: Sequence[BatchFileUpload]


class BatchOutputDestination(TypedDict, total=False):
    """Where the results of a batch go: at least one of the properties."""

    #: A prefix, ``s3://bucket/folder/``.
    s3_prefix: str
    #: A directory of the machine that the service runs on; for services.
    local_path: str


class ExtractOptions(TypedDict, total=False):
    """How a document is extracted; unset options are not sent. Fields that this library does not know can be sent
    through ``["name"]``.
    """

    #: ``default`` or ``pulse-ultra-2``.
    model: str
    #: The id of a saved preset; fields set here win over it.
    extraction_config_id: str
    #: The pages, counted from 1, for example ``1-2,5``; default all.
    pages: str
    #: What is done with figures.
    figure_processing: ExtractRequestFigureProcessing
    #: Additional outputs.
    extensions: ExtractRequestExtensions
    #: How spreadsheets are read.
    spreadsheet: ExtractRequestSpreadsheet
    #: Whether and where the extraction is kept.
    storage: ExtractRequestStorage
    #: Values to fill into a JSON schema. The service prefers its schema endpoint for this.
    structured_output: ExtractRequestStructuredOutput
    #: Deprecated by the service: use ``structured_output``.
    schema: Any
    #: Deprecated by the service.
    schema_prompt: str
    #: Deprecated by the service.
    custom_prompt: str
    #: Deprecated by the service: a comma-separated list of chunk types; use ``chunking``.
    chunking: str
    #: Deprecated by the service: characters of a chunk, 100 to 10 000.
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
    """The request of ``POST /batch/extract``: many documents, each extracted as by ``/extract``, each billed, each able
    to fail by itself.
    """

    #: The documents; required.
    input: BatchInputSource
    #: Where the results go; required.
    output: BatchOutputDestination
    #: How each document is extracted.
    extract_options: ExtractOptions
    #: How many documents are worked on at once, 1 to 10.
    workers: int


class BatchSchemaRequest(TypedDict, total=False):
    """The request of ``POST /batch/schema``: a schema for many extractions (``batch_extract_id`` or ``extraction_ids``
    with ``schema_config``), or one for each topic of many splits (``batch_split_id`` or ``split_ids`` with
    ``split_schema_config``).
    """

    #: The job of a batch extract.
    batch_extract_id: str
    #: Stored extractions.
    extraction_ids: Sequence[str]
    #: What is filled for each extraction.
    schema_config: SchemaConfig
    #: The job of a batch split.
    batch_split_id: str
    #: Splits.
    split_ids: Sequence[str]
    #: What is filled for each topic of each split.
    split_schema_config: Mapping[str, TopicSchemaConfig]
    #: Where the results go; required.
    output: BatchOutputDestination
    #: The pages, counted from 1, for example ``1-2,5``; default all.
    page_range: str
    #: How many are worked on at once, 1 to 10.
    workers: int


class BatchSplitRequest(TypedDict, total=False):
    """The request of ``POST /batch/split``: the same topics for many extractions."""

    #: The job of a batch extract; either it or ``extraction_ids``.
    batch_extract_id: str
    #: Stored extractions.
    extraction_ids: Sequence[str]
    #: The topics; required.
    split_config: SplitConfig
    #: Where the results go; required.
    output: BatchOutputDestination
    #: How many are worked on at once, 1 to 10.
    workers: int


class BatchTablesRequest(TypedDict, total=False):
    """The request of ``POST /batch/tables``: the tables of many extractions."""

    #: The job of a batch extract; either it or ``extraction_ids``.
    batch_extract_id: str
    #: Stored extractions.
    extraction_ids: Sequence[str]
    #: How the tables are made.
    tables_config: TablesConfig
    #: Where the results go; required.
    output: BatchOutputDestination
    #: How many are worked on at once, 1 to 10.
    workers: int


class PipelineStepBatchExtractConfig(TypedDict, total=False):
    """The extraction of many documents, as a step: the options of each, and the documents where they are not uploaded.
    """

    #: Public or pre-signed URLs.
    file_urls: Sequence[str]
    #: The documents themselves.
    files: Sequence[BatchFileUpload]
    #: How many documents are worked on at once, 1 to 10.
    workers: int
    #: ``default`` or ``pulse-ultra-2``.
    model: str
    #: The id of a saved preset; fields set here win over it.
    extraction_config_id: str
    #: The pages, counted from 1, for example ``1-2,5``; default all.
    pages: str
    #: What is done with figures.
    figure_processing: ExtractRequestFigureProcessing
    #: Additional outputs.
    extensions: ExtractRequestExtensions
    #: How spreadsheets are read.
    spreadsheet: ExtractRequestSpreadsheet
    #: Whether and where the extraction is kept.
    storage: ExtractRequestStorage
    #: Values to fill into a JSON schema. The service prefers its schema endpoint for this.
    structured_output: ExtractRequestStructuredOutput
    #: Deprecated by the service: use ``structured_output``.
    schema: Any
    #: Deprecated by the service.
    schema_prompt: str
    #: Deprecated by the service.
    custom_prompt: str
    #: Deprecated by the service: a comma-separated list of chunk types; use ``chunking``.
    chunking: str
    #: Deprecated by the service: characters of a chunk, 100 to 10 000.
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
    """The steps of a pipeline. Their order is the order of execution, here and on the wire. Allowed are: extract;
    extract → schema; extract → split; extract → split → schema; extract → tables; batch_extract → schema.
    """

    #: How a document is extracted; unset options are not sent. Fields that this library does not know can be sent
    #: through ``["name"]``.
    extract: ExtractOptions
    #: The extraction of many documents, as a step: the options of each, and the documents where they are not
    #: uploaded.
    batch_extract: PipelineStepBatchExtractConfig
    #: What is filled: a JSON schema, or an Excel template.
    schema: SchemaConfig
    #: The topics of a split.
    split: SplitConfig
    #: How tables are made.
    tables: TablesConfig


class PipelineRequest(TypedDict, total=False):
    """The request of ``POST /pipeline/execute``: several steps in one call, in the order of ``steps``. The document is
    a ``file_url`` or ``files`` to upload; with a ``batch_extract`` step it can also be in that step.
    """

    #: A public or pre-signed URL for the ``extract`` step.
    file_url: str
    #: What is done; required.
    steps: PipelineSteps
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool
    #: Whether the service deletes what it has stored once the response is delivered. The organization must have
    #: storage turned off.
    auto_delete: bool


class FormDetectRequest(TypedDict, total=False):
    """The request of ``POST /form/detect``: which fields a PDF has."""

    #: A public or pre-signed URL of the PDF.
    file_url: str
    #: The id of a form from an earlier call.
    form_id: str
    #: The pages, counted from 1, for example ``1-3,5``; default all.
    page_range: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class FormCheckboxDetail(TypedDict, total=False):
    """A box to tick."""

    #: Its middle: x, y, from 0 to 1 from the top left.
    center_coord: Sequence[float]
    #: Whether it is ticked.
    selected: bool
    #: What stands beside it.
    text: str


class FormCell(TypedDict, total=False):
    """A field of a form."""

    #: The page, counted from 1.
    page_number: int
    #: Left, top, right, bottom, from 0 to 1 from the top left.
    bounding_box: Sequence[float]
    #: What stands in it.
    text: str
    #: ``text``, ``checkbox``, ``signature``, or another.
    type: str
    #: The row within its table, counted from 0.
    row: int
    #: The column within its table, counted from 0.
    col: int
    #: The table, counted from 0.
    table_idx: int
    #: The boxes to tick.
    checkbox_details: Sequence[FormCheckboxDetail]


class FormFillRequest(TypedDict, total=False):
    """The request of ``POST /form/fill``: a PDF filled by instructions."""

    #: What is filled in, in words; required.
    instructions: str
    #: The fields, as detected and perhaps corrected.
    form_fields: Sequence[FormCell]
    #: A public or pre-signed URL of the PDF.
    file_url: str
    #: The id of a form from an earlier call.
    form_id: str
    #: The pages, counted from 1, for example ``1-3,5``; default all.
    page_range: str
    #: Whether a job is made in place of a result; the call then returns its Submission.
    async_: bool


class FormClearRequest(TypedDict, total=False):
    """The request of ``POST /form/clear``: a PDF emptied, completely or as the instructions say."""

    #: What is emptied, in words; without them all values that a user has entered.
    instructions: str
    #: The fields, as detected and perhaps corrected.
    form_fields: Sequence[FormCell]
    #: A public or pre-signed URL of the PDF.
    file_url: str
    #: The id of a form from an earlier call.
    form_id: str
    #: The pages, counted from 1, for example ``1-3,5``; default all.
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
