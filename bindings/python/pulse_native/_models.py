# Made by `make generate` from the operations and their results in src/Pulse.Client. Do not edit.
"""What the operations return, read where it is asked for."""

from __future__ import annotations

from . import _annotations as t
from ._results import JsonObject, Submitted


class BoundingBoxImageClassification(JsonObject):
    """What kind of picture an image is. An open object."""

    __slots__ = ()
    #: How sure the service is.
    confidence: t.Optional[t.Any]
    #: The model that decided.
    model: t.Optional[str]
    #: Why there is no classification.
    error: t.Optional[str]
    _fields = {
        "confidence": None,
        "model": None,
        "error": None,
    }


class BoundingBoxTableTableInfo(JsonObject):
    """What is known of a table as a whole. An open object."""

    __slots__ = ()
    #: The id, for example ``tbl-1``.
    id: t.Optional[str]
    #: Rows and columns.
    dimensions: t.Optional[t.JsonArray[float]]
    #: The cells in the sheet, for example ``A1:C3``.
    excel_range: t.Optional[str]
    #: The name of the sheet.
    sheet_name: t.Optional[str]
    #: The sheet, counted from 0, among those that were read.
    sheet_index: t.Optional[int]
    #: The sheet, counted from 0, among all of the workbook.
    workbook_sheet_index: t.Optional[int]
    #: The section of the sheet, counted from 0.
    section_index: t.Optional[int]
    #: The kind of section.
    section_type: t.Optional[str]
    #: The name of the section.
    section_name: t.Optional[str]
    #: The name of the table.
    table_name: t.Optional[str]
    #: The kind of layout.
    layout_type: t.Optional[str]
    #: Whether the table was read from a chart.
    is_chart: t.Optional[bool]
    #: The kind of chart.
    chart_type: t.Optional[str]
    #: The title of the chart.
    chart_title: t.Optional[str]
    #: The cells that a chart shows.
    source_ranges: t.Optional[t.JsonArray[str]]
    #: The page and the coordinates.
    location: t.Optional[t.Any]
    #: How sure the service is.
    confidence: t.Optional[t.Any]
    _fields = {
        "id": None,
        "dimensions": None,
        "excel_range": None,
        "sheet_name": None,
        "sheet_index": None,
        "workbook_sheet_index": None,
        "section_index": None,
        "section_type": None,
        "section_name": None,
        "table_name": None,
        "layout_type": None,
        "is_chart": None,
        "chart_type": None,
        "chart_title": None,
        "source_ranges": None,
        "location": None,
        "confidence": None,
    }


class DocumentMetadataFile(JsonObject):
    """The file of a document."""

    __slots__ = ()
    #: The name.
    name: t.Optional[str]
    #: The extension, with its dot.
    extension: t.Optional[str]
    #: The media type.
    media_type: t.Optional[str]
    #: The size in bytes.
    size_bytes: t.Optional[int]
    #: The SHA-256 hash, in hexadecimal.
    sha256: t.Optional[str]
    _fields = {
        "name": None,
        "extension": None,
        "media_type": None,
        "size_bytes": None,
        "sha256": None,
    }


class DocumentMetadataProperties(JsonObject):
    """What a document says about itself. What it does not say is missing."""

    __slots__ = ()
    #: The document's own ``title``.
    title: t.Optional[str]
    #: The document's own ``subject``.
    subject: t.Optional[str]
    #: The document's own ``description``.
    description: t.Optional[str]
    #: The document's own ``language``.
    language: t.Optional[str]
    #: The document's own ``application``.
    application: t.Optional[str]
    #: The document's own ``application_version``.
    application_version: t.Optional[str]
    #: The document's own ``producer``.
    producer: t.Optional[str]
    #: The document's own ``last_modified_by``.
    last_modified_by: t.Optional[str]
    #: The document's own ``revision``.
    revision: t.Optional[str]
    #: The document's own ``category``.
    category: t.Optional[str]
    #: The document's own ``content_status``.
    content_status: t.Optional[str]
    #: The document's own ``identifier``.
    identifier: t.Optional[str]
    #: The document's own ``version``.
    version: t.Optional[str]
    #: The document's own ``company``.
    company: t.Optional[str]
    #: The document's own ``manager``.
    manager: t.Optional[str]
    #: The document's own ``template``.
    template: t.Optional[str]
    #: The document's own ``presentation_format``.
    presentation_format: t.Optional[str]
    #: The document's own ``copyright``.
    copyright: t.Optional[str]
    #: The authors.
    authors: t.Optional[t.JsonArray[str]]
    #: The keywords.
    keywords: t.Optional[t.JsonArray[str]]
    #: When it was created, in ISO 8601.
    created_at: t.Optional[str]
    #: When it was changed, in ISO 8601.
    modified_at: t.Optional[str]
    #: The time of editing in minutes.
    editing_time_minutes: t.Optional[int]
    _fields = {
        "title": None,
        "subject": None,
        "description": None,
        "language": None,
        "application": None,
        "application_version": None,
        "producer": None,
        "last_modified_by": None,
        "revision": None,
        "category": None,
        "content_status": None,
        "identifier": None,
        "version": None,
        "company": None,
        "manager": None,
        "template": None,
        "presentation_format": None,
        "copyright": None,
        "authors": None,
        "keywords": None,
        "created_at": None,
        "modified_at": None,
        "editing_time_minutes": None,
    }


class DocumentMetadataStructure(JsonObject):
    """What a document consists of. What its format does not have is missing."""

    __slots__ = ()
    #: The document's ``page_count``.
    page_count: t.Optional[int]
    #: The document's ``outline_count``.
    outline_count: t.Optional[int]
    #: The document's ``attachment_count``.
    attachment_count: t.Optional[int]
    #: The document's ``annotation_count``.
    annotation_count: t.Optional[int]
    #: The document's ``form_field_count``.
    form_field_count: t.Optional[int]
    #: The document's ``sheet_count``.
    sheet_count: t.Optional[int]
    #: The document's ``slide_count``.
    slide_count: t.Optional[int]
    #: The document's ``width_px``.
    width_px: t.Optional[int]
    #: The document's ``height_px``.
    height_px: t.Optional[int]
    #: The document's ``frame_count``.
    frame_count: t.Optional[int]
    #: The document's ``note_count``.
    note_count: t.Optional[int]
    #: The document's ``hidden_slide_count``.
    hidden_slide_count: t.Optional[int]
    #: The document's ``multimedia_clip_count``.
    multimedia_clip_count: t.Optional[int]
    #: The document's ``word_count``.
    word_count: t.Optional[int]
    #: The document's ``character_count``.
    character_count: t.Optional[int]
    #: The document's ``character_count_with_spaces``.
    character_count_with_spaces: t.Optional[int]
    #: The document's ``line_count``.
    line_count: t.Optional[int]
    #: The document's ``paragraph_count``.
    paragraph_count: t.Optional[int]
    #: The document's ``paragraph_count_derived``.
    paragraph_count_derived: t.Optional[int]
    #: The document's ``table_count``.
    table_count: t.Optional[int]
    #: The document's ``section_count``.
    section_count: t.Optional[int]
    #: The document's ``embedded_image_count``.
    embedded_image_count: t.Optional[int]
    #: The document's ``row_count``.
    row_count: t.Optional[int]
    #: The document's ``max_column_count``.
    max_column_count: t.Optional[int]
    #: The labels of the pages.
    page_labels: t.Optional[t.JsonArray[str]]
    #: The sizes of the pages.
    page_sizes: t.Optional[t.JsonArray[t.Any]]
    #: The names of the sheets.
    sheet_names: t.Optional[t.JsonArray[str]]
    #: Whether each sheet is visible, by its name.
    sheet_visibility: t.Optional[t.Mapping[str, str]]
    #: How many annotations there are of each kind.
    annotation_types: t.Optional[t.Mapping[str, int]]
    #: The sheet that is shown first.
    active_sheet: t.Optional[str]
    _fields = {
        "page_count": None,
        "outline_count": None,
        "attachment_count": None,
        "annotation_count": None,
        "form_field_count": None,
        "sheet_count": None,
        "slide_count": None,
        "width_px": None,
        "height_px": None,
        "frame_count": None,
        "note_count": None,
        "hidden_slide_count": None,
        "multimedia_clip_count": None,
        "word_count": None,
        "character_count": None,
        "character_count_with_spaces": None,
        "line_count": None,
        "paragraph_count": None,
        "paragraph_count_derived": None,
        "table_count": None,
        "section_count": None,
        "embedded_image_count": None,
        "row_count": None,
        "max_column_count": None,
        "page_labels": None,
        "page_sizes": None,
        "sheet_names": None,
        "sheet_visibility": None,
        "annotation_types": None,
        "active_sheet": None,
    }


class DocumentMetadataResult(JsonObject):
    """The properties of a document, read from its bytes."""

    __slots__ = ()
    #: The file.
    file: t.Optional[t.DocumentMetadataFile]
    #: What the document says about itself.
    properties: t.Optional[t.DocumentMetadataProperties]
    #: What it consists of.
    structure: t.Optional[t.DocumentMetadataStructure]
    #: Properties that its author defined.
    custom: t.Optional[t.Mapping[str, t.Any]]
    #: What only its format has.
    format_specific: t.Optional[t.Mapping[str, t.Any]]
    #: What could not be read.
    warnings: t.Optional[t.JsonArray[str]]
    _fields = {
        "file": DocumentMetadataFile,
        "properties": DocumentMetadataProperties,
        "structure": DocumentMetadataStructure,
        "custom": None,
        "format_specific": None,
        "warnings": None,
    }


class PlanInfo(JsonObject):
    """The organization's usage after a call. Eventually consistent: not for exact accounting."""

    __slots__ = ()
    #: The plan. The values are an open set: ``trial``, ``growth``, ``professional`` and others.
    tier: t.Optional[str]
    #: The credits that the organization has used, including this call. May be fractional.
    total_credits_used: t.Optional[float]
    #: The pages that the organization has used. A legacy number.
    pages_used: t.Optional[float]
    #: A human-readable note.
    note: t.Optional[str]
    _fields = {
        "tier": None,
        "total_credits_used": None,
        "pages_used": None,
        "note": None,
    }


class Submission(Submitted):
    """The response to a submit: a job was created. Wait for it with ``wait``, or for its typed result with ``wait``."""

    __slots__ = ()
    #: The status as the service sent it; empty if it sent none.
    status: t.Optional[str]
    #: The service's message.
    message: t.Optional[str]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
    _fields = {
        "job_id": None,
        "status": None,
        "message": None,
        "queued_at": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class BoundingBoxItem(JsonObject):
    """An element on a page."""

    __slots__ = ()
    #: The id, for example ``txt-1``.
    id: t.Optional[str]
    #: The text.
    content: t.Optional[str]
    #: The page, counted from 1.
    page_number: t.Optional[int]
    #: The page, under its older name.
    page: t.Optional[int]
    #: The corner points x1, y1 … x4, y4, from 0 to 1, measured from the top left. Sometimes only four numbers, or
    #: none.
    bounding_box: t.Optional[t.JsonArray[float]]
    #: The text without the marker that some models put before it.
    original_content: t.Optional[str]
    #: How sure the service is of the words, 0 to 1.
    average_word_confidence: t.Optional[float]
    #: How sure the service is: a number, or a string such as ``N/A``.
    confidence: t.Optional[t.Any]
    #: The cells in the sheet, for example ``A1:C3``.
    excel_range: t.Optional[str]
    #: The name of the sheet.
    sheet_name: t.Optional[str]
    #: The sheet, counted from 0, among those that were read.
    sheet_index: t.Optional[int]
    #: The sheet, counted from 0, among all of the workbook.
    workbook_sheet_index: t.Optional[int]
    _fields = {
        "id": None,
        "content": None,
        "page_number": None,
        "page": None,
        "bounding_box": None,
        "original_content": None,
        "average_word_confidence": None,
        "confidence": None,
        "excel_range": None,
        "sheet_name": None,
        "sheet_index": None,
        "workbook_sheet_index": None,
    }


class BoundingBoxImage(JsonObject):
    """An image or a chart on a page."""

    __slots__ = ()
    #: The id, for example ``img-1``.
    id: t.Optional[str]
    #: The type: ``chart`` or ``image``.
    visual_type: t.Optional[str]
    #: The text.
    content: t.Optional[str]
    #: The page, counted from 1.
    page_number: t.Optional[int]
    #: The corner points x1, y1 … x4, y4, from 0 to 1, measured from the top left. Sometimes only four numbers, or
    #: none.
    bounding_box: t.Optional[t.JsonArray[float]]
    #: The URL of the image, or a ``data:`` URL that contains it. Get the image with ``get_image_by_url``.
    image_url: t.Optional[str]
    #: A description of the contents.
    description: t.Optional[str]
    #: The kind of chart, for example ``BarChart``.
    chart_type: t.Optional[str]
    #: The chart's title.
    chart_title: t.Optional[str]
    #: What kind of picture it is.
    classification: t.Optional[t.BoundingBoxImageClassification]
    #: The cells in the sheet, for example ``A1:C3``.
    excel_range: t.Optional[str]
    #: The name of the sheet.
    sheet_name: t.Optional[str]
    #: The sheet, counted from 0, among those that were read.
    sheet_index: t.Optional[int]
    #: The sheet, counted from 0, among all of the workbook.
    workbook_sheet_index: t.Optional[int]
    #: The cells that a chart shows.
    source_ranges: t.Optional[t.JsonArray[str]]
    #: Why there is no picture.
    render_error: t.Optional[str]
    #: Why there is no description.
    description_error: t.Optional[str]
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
        "classification": BoundingBoxImageClassification,
        "excel_range": None,
        "sheet_name": None,
        "sheet_index": None,
        "workbook_sheet_index": None,
        "source_ranges": None,
        "render_error": None,
        "description_error": None,
    }


class BoundingBoxTable(JsonObject):
    """A table on a page."""

    __slots__ = ()
    #: The cells. Open objects.
    cell_data: t.Optional[t.JsonArray[t.Any]]
    #: The id, the size, the sheet and more.
    table_info: t.Optional[t.BoundingBoxTableTableInfo]
    _fields = {
        "cell_data": None,
        "table_info": BoundingBoxTableTableInfo,
    }


class BoundingBoxes(JsonObject):
    """The positions of elements on the pages. An open object: keys without a property are in ``["name"]``."""

    __slots__ = ()
    #: Blocks of text.
    text: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    Text: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    #: Titles.
    title: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    Title: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    #: Running headers.
    header: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    Header: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    #: Running footers.
    footer: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    Footer: t.Optional[t.JsonArray[t.BoundingBoxItem]]
    #: Images and charts.
    images: t.Optional[t.JsonArray[t.BoundingBoxImage]]
    Images: t.Optional[t.JsonArray[t.BoundingBoxImage]]
    #: Tables, cell by cell.
    tables: t.Optional[t.JsonArray[t.BoundingBoxTable]]
    Tables: t.Optional[t.JsonArray[t.BoundingBoxTable]]
    #: The Markdown text with ids that refer to the elements.
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
    """The text in chunks of several types."""

    __slots__ = ()
    #: Chunks by meaning.
    semantic: t.Optional[t.JsonArray[str]]
    #: Chunks by heading.
    header: t.Optional[t.JsonArray[str]]
    #: Chunks by page.
    page: t.Optional[t.JsonArray[str]]
    #: Chunks by size, split at suitable places.
    recursive: t.Optional[t.JsonArray[str]]
    _fields = {
        "semantic": None,
        "header": None,
        "page": None,
        "recursive": None,
    }


class ExtractResponseExtensionsFootnoteReferencesItem(JsonObject):
    """A footnote and its references. The ids are those of bounding boxes."""

    __slots__ = ()
    #: The symbol, for example ``*``.
    symbol: t.Optional[str]
    #: The footnote's text.
    footnote_text_id: t.Optional[str]
    #: The texts that reference it.
    reference_text_ids: t.Optional[t.JsonArray[str]]
    _fields = {
        "symbol": None,
        "footnoteTextId": None,
        "referenceTextIds": None,
    }


class ExtractResponseExtensionsAltOutputsWlbbWordsItem(JsonObject):
    """A word on a page."""

    __slots__ = ()
    #: The id, for example ``w-1``.
    id: t.Optional[str]
    #: The word.
    text: t.Optional[str]
    #: The page, counted from 1.
    page_number: t.Optional[int]
    #: The corner points x1, y1 … x4, y4, from 0 to 1, measured from the top left.
    bounding_box: t.Optional[t.JsonArray[float]]
    #: The confidence of the service in the word, 0 to 1; None if it is not known.
    average_word_confidence: t.Optional[float]
    _fields = {
        "id": None,
        "text": None,
        "page_number": None,
        "bounding_box": None,
        "average_word_confidence": None,
    }


class ExtractResponseExtensionsAltOutputsWlbb(JsonObject):
    """A bounding box for each word. PDF only."""

    __slots__ = ()
    #: The words.
    words: t.Optional[t.JsonArray[t.ExtractResponseExtensionsAltOutputsWlbbWordsItem]]
    #: The reason why there are no words.
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
    #: A bounding box for each word, or the reason why there are none.
    wlbb: t.Optional[t.ExtractResponseExtensionsAltOutputsWlbb]
    _fields = {
        "html": None,
        "xml": None,
        "wlbb": ExtractResponseExtensionsAltOutputsWlbb,
    }


class ExtractResponseExtensions(JsonObject):
    """The additional outputs of an extraction, under both names that the service has used. Valid as long as the
    extraction.
    """

    __slots__ = ()
    #: The text in chunks.
    chunking: t.Optional[t.ExtractResponseChunks]
    #: Footnotes and their references.
    footnote_references: t.Optional[t.JsonArray[t.ExtractResponseExtensionsFootnoteReferencesItem]]
    #: The ``alt_outputs`` of it.
    alt_outputs: t.Optional[t.ExtractResponseExtensionsAltOutputs]
    #: The properties of the document itself.
    document_metadata: t.Optional[t.DocumentMetadataResult]
    _fields = {
        "chunking": ExtractResponseChunks,
        "footnote_references": [ExtractResponseExtensionsFootnoteReferencesItem],
        "alt_outputs": ExtractResponseExtensionsAltOutputs,
        "document_metadata": DocumentMetadataResult,
    }


class StructuredOutputResult(JsonObject):
    """The values for a schema, and their positions in the document."""

    __slots__ = ()
    #: The values, with the structure of the schema.
    values: t.Optional[t.Any]
    #: The ids of bounding boxes, separated by commas, with the same structure as the values.
    citations: t.Optional[t.Any]
    _fields = {
        "values": None,
        "citations": None,
    }


class Extraction(JsonObject):
    """The result of an extraction. All properties are optional; which ones are present depends on the request."""

    __slots__ = ()
    #: The text: ``markdown``, or its older name ``content``.
    markdown: t.Optional[str]
    #: The text under its older name.
    content: t.Optional[str]
    #: Deprecated by the service: the id of the extraction's job.
    job_id: t.Optional[str]
    #: The id for subsequent steps; only if the extraction is stored.
    extraction_id: t.Optional[str]
    #: The URL of the extraction in the web interface; only if it is stored.
    extraction_url: t.Optional[str]
    #: The number of pages that were processed.
    page_count: t.Optional[int]
    #: Warnings, including those about deprecated options; empty if there are none.
    warnings: t.Optional[t.JsonArray[str]]
    #: The positions of elements on the pages.
    bounding_boxes: t.Optional[t.BoundingBoxes]
    #: The requested additional outputs.
    extensions: t.Optional[t.ExtractResponseExtensions]
    #: The values for the schema.
    structured_output: t.Optional[t.StructuredOutputResult]
    #: The schema as the service interpreted it.
    input_schema: t.Optional[t.Any]
    #: The reason why the schema could not be filled in. The rest of the result is valid.
    schema_error: t.Optional[str]
    #: Deprecated by the service: the HTML, now in ``extensions``.
    html: t.Optional[str]
    #: Deprecated by the service: the chunks, now in ``extensions``.
    chunks: t.Optional[t.ExtractResponseChunks]
    #: Deprecated by the service.
    metadata: t.Optional[t.Any]
    #: The duration of the step in seconds; only within a pipeline.
    latency: t.Optional[float]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
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
    splits: t.Optional[t.Mapping[str, t.JsonArray[int]]]
    _fields = {
        "splits": None,
    }


class TopicDefinitionResult(JsonObject):
    """A topic of a split."""

    __slots__ = ()
    #: The name, which is the key in the result. Required.
    name: t.Optional[str]
    #: A description of what belongs to the topic.
    description: t.Optional[str]
    _fields = {
        "name": None,
        "description": None,
    }


class SplitResponse(JsonObject):
    """The pages of each topic."""

    __slots__ = ()
    #: The id for subsequent steps.
    split_id: t.Optional[str]
    #: The split as the service sends it.
    split_output: t.Optional[t.SplitOutput]
    #: The requested topics; only within a pipeline.
    split_input: t.Optional[t.JsonArray[t.TopicDefinitionResult]]
    #: The duration of the step in seconds; only within a pipeline.
    latency: t.Optional[float]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
    _fields = {
        "split_id": None,
        "split_output": SplitOutput,
        "split_input": [TopicDefinitionResult],
        "latency": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class SchemaResponse(JsonObject):
    """The values for a schema: a ``SingleSchemaResponse``, or a ``SplitSchemaResponse`` for the topics of a split,
    depending on the body.
    """

    __slots__ = ()
    #: The id of the schema result.
    schema_id: t.Optional[str]
    #: The duration of the step in seconds; only within a pipeline.
    latency: t.Optional[float]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
    #: The version of the schema result.
    version: t.Optional[int]
    #: The values, and their positions in the document.
    schema_output: t.Optional[t.StructuredOutputResult]
    #: The ids of the combined extractions.
    extraction_ids: t.Optional[t.JsonArray[str]]
    #: The path of the filled Excel template. Download it with ``get_schema_excel``.
    excel_output_url: t.Optional[str]
    #: The id of the split.
    split_id: t.Optional[str]
    #: The values for each topic, and their positions in the document.
    results: t.Optional[t.Mapping[str, t.StructuredOutputResult]]
    #: The schemas as the service interpreted them.
    input_schemas: t.Optional[t.Mapping[str, t.Any]]
    #: The errors of topics that failed; empty if none did.
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
    """The values for one schema, from one extraction or several combined ones."""

    __slots__ = ()
    #: The version of the schema result.
    version: t.Optional[int]
    #: The values, and their positions in the document.
    schema_output: t.Optional[t.StructuredOutputResult]
    #: The ids of the combined extractions.
    extraction_ids: t.Optional[t.JsonArray[str]]
    #: The path of the filled Excel template. Download it with ``get_schema_excel``.
    excel_output_url: t.Optional[str]
    _fields = {
        **SchemaResponse._fields,
        "version": None,
        "schema_output": StructuredOutputResult,
        "extraction_ids": None,
        "excel_output_url": None,
    }


class SplitSchemaResponse(SchemaResponse):
    """The values for each topic of a split. Topics can fail separately; see ``errors``."""

    __slots__ = ()
    #: The id of the split.
    split_id: t.Optional[str]
    #: The values for each topic, and their positions in the document.
    results: t.Optional[t.Mapping[str, t.StructuredOutputResult]]
    #: The schemas as the service interpreted them.
    input_schemas: t.Optional[t.Mapping[str, t.Any]]
    #: The errors of topics that failed; empty if none did.
    errors: t.Optional[t.Mapping[str, str]]
    _fields = {
        **SchemaResponse._fields,
        "split_id": None,
        "results": {"": StructuredOutputResult},
        "input_schemas": None,
        "errors": None,
    }


class TablesOutputTablesItem(JsonObject):
    """A table, as HTML or as headers and rows, depending on the request."""

    __slots__ = ()
    #: The table as the service sends it: a string of HTML or an object.
    table_content: t.Optional[t.Any]
    #: The ids of bounding boxes.
    citations: t.Optional[t.JsonArray[str]]
    #: Whether the table was converted from a chart.
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
    tables: t.Optional[t.JsonArray[t.TablesOutputTablesItem]]
    _fields = {
        "tables": [TablesOutputTablesItem],
    }


class TablesResponse(JsonObject):
    """The tables of a document."""

    __slots__ = ()
    #: The id of the tables.
    tables_id: t.Optional[str]
    #: The tables as the service sends them.
    tables_output: t.Optional[t.TablesOutput]
    #: The duration of the step in seconds; only within a pipeline.
    latency: t.Optional[float]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
    _fields = {
        "tables_id": None,
        "tables_output": TablesOutput,
        "latency": None,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class BatchSubmission(Submission):
    """The response to the submit of a batch: it was accepted. Its job reports the progress, and each document has its
    own job.
    """

    __slots__ = ()
    #: The id of the batch's job.
    batch_job_id: t.Optional[str]
    #: The number of documents of ``/batch/extract``.
    total_files: t.Optional[int]
    #: The number of extractions that are processed.
    total_extractions: t.Optional[int]
    #: The number of splits that are processed.
    total_splits: t.Optional[int]
    _fields = {
        **Submission._fields,
        "batch_job_id": None,
        "total_files": None,
        "total_extractions": None,
        "total_splits": None,
    }


class BatchItem(JsonObject):
    """One child of a batch. The service does not document the names."""

    __slots__ = ()
    #: The index in the input, counted from 0.
    index: t.Optional[int]
    #: The job id.
    job_id: t.Optional[str]
    #: The extraction id.
    extraction_id: t.Optional[str]
    #: The status as the service sent it.
    status: t.Optional[str]
    #: The reason for a failure: a string or an object.
    error: t.Optional[t.Any]
    _fields = {
        "index": None,
        "job_id": None,
        "extraction_id": None,
        "status": None,
        "error": None,
    }


class BatchResult(JsonObject):
    """The result of a batch. The service does not document its names, only that there is progress per item and an id
    for each child. The properties read what the sandbox sends, and are None if a service sends other names. The whole
    result is in ``body``.
    """

    __slots__ = ()
    #: The ids of the created extractions, if the service lists them.
    extraction_ids: t.Optional[t.JsonArray[str]]
    #: The ids of the created splits, if the service lists them.
    split_ids: t.Optional[t.JsonArray[str]]
    #: The ids of the created schema results, if the service lists them.
    schema_ids: t.Optional[t.JsonArray[str]]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
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
    #: The ids of the created extractions.
    extraction_ids: t.Optional[t.JsonArray[str]]
    #: The number of documents.
    total_files: t.Optional[int]
    #: The duration of the step in seconds.
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
    extract: t.Optional[t.Extraction]
    #: The result of the ``batch_extract`` step.
    batch_extract: t.Optional[t.PipelineBatchExtractResult]
    #: The result of the ``split`` step.
    split: t.Optional[t.SplitResponse]
    #: The result of the ``schema`` step.
    schema: t.Optional[t.SchemaResponse]
    #: The result of the ``tables`` step.
    tables: t.Optional[t.TablesResponse]
    _fields = {
        "extract": Extraction,
        "batch_extract": PipelineBatchExtractResult,
        "split": SplitResponse,
        "schema": SchemaResponse,
        "tables": TablesResponse,
    }


class PipelineExecuteResponse(JsonObject):
    """The results of a pipeline's steps, which are valid as long as this object."""

    __slots__ = ()
    #: The status as the service sent it: ``completed``.
    status: t.Optional[str]
    #: The total duration in seconds.
    total_latency: t.Optional[float]
    #: The service's report about deleting what it has stored.
    auto_delete: t.Optional[t.Any]
    #: The ``results`` of it.
    results: t.Optional[t.PipelineResults]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
    _fields = {
        "status": None,
        "total_latency": None,
        "auto_delete": None,
        "results": PipelineResults,
        "credits_used": None,
        "plan_info": PlanInfo,
    }


class FormCheckboxDetailResult(JsonObject):
    """A checkbox."""

    __slots__ = ()
    #: The center: x, y, from 0 to 1, measured from the top left.
    center_coord: t.Optional[t.JsonArray[float]]
    #: Whether it is checked.
    selected: t.Optional[bool]
    #: The label next to it.
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
    #: Left, top, right, bottom, from 0 to 1, measured from the top left.
    bounding_box: t.Optional[t.JsonArray[float]]
    #: The value of the field.
    text: t.Optional[str]
    #: The type of the field: ``text``, ``checkbox``, ``signature``, or another.
    type: t.Optional[str]
    #: The row within its table, counted from 0.
    row: t.Optional[int]
    #: The column within its table, counted from 0.
    col: t.Optional[int]
    #: The table, counted from 0.
    table_idx: t.Optional[int]
    #: The checkboxes.
    checkbox_details: t.Optional[t.JsonArray[t.FormCheckboxDetailResult]]
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
    """The result of detecting, filling in or clearing a form."""

    __slots__ = ()
    #: The id for further calls with the same form.
    form_id: t.Optional[str]
    #: The number of pages.
    page_count: t.Optional[int]
    #: The URL of the PDF. Download it with ``get_pdf``.
    pdf_url: t.Optional[str]
    #: The fields; empty if there are none.
    form_fields: t.Optional[t.JsonArray[t.FormCellResult]]
    #: The number of fields that were filled in.
    fields_filled: t.Optional[int]
    #: The number of fields that were cleared.
    fields_cleared: t.Optional[int]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
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
    """A link to the portal."""

    __slots__ = ()
    #: The link. Treat it as a secret.
    link: t.Optional[str]
    _fields = {
        "link": None,
    }


class LargeLink(Extraction):
    """The link to a result that is too large for the response. The result can be fetched once, and only within an hour.
    """

    __slots__ = ()
    #: The URL of the result. It may be relative to the base URL, or on another origin.
    url: t.Optional[str]
    #: Always true.
    is_url: t.Optional[bool]
    #: The number of pages.
    page_count: t.Optional[int]
    #: The id for subsequent steps.
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
    #: The text: ``markdown``, or its older name ``content``.
    markdown: t.Optional[str]
    #: The text under its older name.
    content: t.Optional[str]
    #: Deprecated by the service: the id of the extraction's job.
    job_id: t.Optional[str]
    #: The id for subsequent steps; only if the extraction is stored.
    extraction_id: t.Optional[str]
    #: The URL of the extraction in the web interface; only if it is stored.
    extraction_url: t.Optional[str]
    #: The number of pages that were processed.
    page_count: t.Optional[int]
    #: Warnings, including those about deprecated options; empty if there are none.
    warnings: t.Optional[t.JsonArray[str]]
    #: The positions of elements on the pages.
    bounding_boxes: t.Optional[t.BoundingBoxes]
    #: The requested additional outputs.
    extensions: t.Optional[t.ExtractResponseExtensions]
    #: The values for the schema.
    structured_output: t.Optional[t.StructuredOutputResult]
    #: The schema as the service interpreted it.
    input_schema: t.Optional[t.Any]
    #: The reason why the schema could not be filled in. The rest of the result is valid.
    schema_error: t.Optional[str]
    #: Deprecated by the service: the HTML, now in ``extensions``.
    html: t.Optional[str]
    #: Deprecated by the service: the chunks, now in ``extensions``.
    chunks: t.Optional[t.ExtractResponseChunks]
    #: Deprecated by the service.
    metadata: t.Optional[t.Any]
    #: The duration of the step in seconds; only within a pipeline.
    latency: t.Optional[float]
    #: The cost of the call in credits; None if the organization does not use credit billing.
    credits_used: t.Optional[float]
    #: The organization's usage.
    plan_info: t.Optional[t.PlanInfo]
    #: The id for subsequent steps.
    split_id: t.Optional[str]
    #: The split as the service sends it.
    split_output: t.Optional[t.SplitOutput]
    #: The requested topics; only within a pipeline.
    split_input: t.Optional[t.JsonArray[t.TopicDefinitionResult]]
    #: The id of the schema result.
    schema_id: t.Optional[str]
    #: The version of the schema result.
    version: t.Optional[int]
    #: The values, and their positions in the document.
    schema_output: t.Optional[t.StructuredOutputResult]
    #: The ids of the combined extractions.
    extraction_ids: t.Optional[t.JsonArray[str]]
    #: The path of the filled Excel template. Download it with ``get_schema_excel``.
    excel_output_url: t.Optional[str]
    #: The values for each topic, and their positions in the document.
    results: t.Optional[t.Union[t.Mapping[str, t.StructuredOutputResult], t.PipelineResults]]
    #: The schemas as the service interpreted them.
    input_schemas: t.Optional[t.Mapping[str, t.Any]]
    #: The errors of topics that failed; empty if none did.
    errors: t.Optional[t.Mapping[str, str]]
    #: The id of the tables.
    tables_id: t.Optional[str]
    #: The tables as the service sends them.
    tables_output: t.Optional[t.TablesOutput]
    #: The ids of the created splits, if the service lists them.
    split_ids: t.Optional[t.JsonArray[str]]
    #: The ids of the created schema results, if the service lists them.
    schema_ids: t.Optional[t.JsonArray[str]]
    #: The status as the service sent it: ``completed``.
    status: t.Optional[str]
    #: The total duration in seconds.
    total_latency: t.Optional[float]
    #: The service's report about deleting what it has stored.
    auto_delete: t.Optional[t.Any]
    #: The id for further calls with the same form.
    form_id: t.Optional[str]
    #: The URL of the PDF. Download it with ``get_pdf``.
    pdf_url: t.Optional[str]
    #: The fields; empty if there are none.
    form_fields: t.Optional[t.JsonArray[t.FormCellResult]]
    #: The number of fields that were filled in.
    fields_filled: t.Optional[int]
    #: The number of fields that were cleared.
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
    "BoundingBoxImageClassification",
    "BoundingBoxItem",
    "BoundingBoxTable",
    "BoundingBoxTableTableInfo",
    "BoundingBoxes",
    "CreateWebhookLinkResponse",
    "DocumentMetadataFile",
    "DocumentMetadataProperties",
    "DocumentMetadataResult",
    "DocumentMetadataStructure",
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
