# Made by `make generate` from the operations in src/Pulse.Client. Do not edit.
"""The operations of the API, as methods of ``Pulse``."""

from __future__ import annotations

from ._endpoints import Endpoints, Resource, path_of
from ._operations import named
from ._request import request_of, to_json

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional, Sequence, Union

    from ._job import File
    from ._models import (
        BatchSubmission,
        CreateWebhookLinkResponse,
        Extraction,
        FormResult,
        PipelineExecuteResponse,
        SchemaResponse,
        SplitResponse,
        Submission,
        TablesResponse,
    )
    from ._requests import (
        BatchInputSource,
        BatchOutputDestination,
        ExtractOptions,
        ExtractRequestExtensions,
        ExtractRequestFigureProcessing,
        ExtractRequestSpreadsheet,
        ExtractRequestStorage,
        ExtractRequestStructuredOutput,
        FormCell,
        PipelineSteps,
        SchemaConfig,
        SplitConfig,
        TablesConfig,
        TopicSchemaConfig,
    )
    from ._types import FileInput, RequestOptions, StrPath, Structured


class Batch(Resource):
    """Many documents in one job of the service."""

    __slots__ = ()

    def extract(
        self,
        *,
        input: Optional[Union[BatchInputSource, Structured]] = None,
        output: Optional[Union[BatchOutputDestination, Structured]] = None,
        extract_options: Optional[Union[ExtractOptions, Structured]] = None,
        workers: Optional[int] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission:
        """Extracts many documents, given as files (sent inside the request), URLs or a folder in S3.

        ``POST /batch/extract``. Cost: as extract, for each document. The response is a submission: ``jobs.wait``
        waits for its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent
        again.

        :param input: the documents; required
        :param output: where the results go; required
        :param extract_options: how each document is extracted
        :param workers: how many documents are worked on at once, 1 to 10
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: BatchSubmission = self._client._run(named("batch_extract", request), request_options)
        return response

    def schema(
        self,
        *,
        batch_extract_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        schema_config: Optional[Union[SchemaConfig, Structured]] = None,
        batch_split_id: Optional[str] = None,
        split_ids: Optional[Sequence[str]] = None,
        split_schema_config: Optional[Union[Mapping[str, TopicSchemaConfig], Structured]] = None,
        output: Optional[Union[BatchOutputDestination, Structured]] = None,
        page_range: Optional[str] = None,
        workers: Optional[int] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission:
        """Fills in a schema for each of many extractions, or of many splits.

        ``POST /batch/schema``. Cost: as schema, for each item. The response is a submission: ``jobs.wait`` waits for
        its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent again.

        :param batch_extract_id: the job of a batch extract
        :param extraction_ids: stored extractions
        :param schema_config: what is filled for each extraction
        :param batch_split_id: the job of a batch split
        :param split_ids: splits
        :param split_schema_config: what is filled for each topic of each split
        :param output: where the results go; required
        :param page_range: the pages, counted from 1, for example ``1-2,5``; default all
        :param workers: how many are worked on at once, 1 to 10
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: BatchSubmission = self._client._run(named("batch_schema", request), request_options)
        return response

    def split(
        self,
        *,
        batch_extract_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        split_config: Optional[Union[SplitConfig, Structured]] = None,
        output: Optional[Union[BatchOutputDestination, Structured]] = None,
        workers: Optional[int] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission:
        """Splits each of many extractions.

        ``POST /batch/split``. Cost: as split, for each extraction. The response is a submission: ``jobs.wait`` waits
        for its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent again.

        :param batch_extract_id: the job of a batch extract; either it or ``extraction_ids``
        :param extraction_ids: stored extractions
        :param split_config: the topics; required
        :param output: where the results go; required
        :param workers: how many are worked on at once, 1 to 10
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: BatchSubmission = self._client._run(named("batch_split", request), request_options)
        return response

    def tables(
        self,
        *,
        batch_extract_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        tables_config: Optional[Union[TablesConfig, Structured]] = None,
        output: Optional[Union[BatchOutputDestination, Structured]] = None,
        workers: Optional[int] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission:
        """Finds the tables of each of many extractions.

        ``POST /batch/tables``. Cost: as tables, for each extraction. The response is a submission: ``jobs.wait``
        waits for its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent
        again.

        :param batch_extract_id: the job of a batch extract; either it or ``extraction_ids``
        :param extraction_ids: stored extractions
        :param tables_config: how the tables are made
        :param output: where the results go; required
        :param workers: how many are worked on at once, 1 to 10
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: BatchSubmission = self._client._run(named("batch_tables", request), request_options)
        return response


class Pipeline(Resource):
    """Several steps in one job of the service."""

    __slots__ = ()

    def execute(
        self,
        *,
        files: Sequence[FileInput] = (),
        file_url: Optional[str] = None,
        steps: Optional[Union[PipelineSteps, Structured]] = None,
        async_: Optional[bool] = None,
        auto_delete: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[PipelineExecuteResponse, Submission]:
        """Runs the steps that the request names.

        ``POST /pipeline/execute``. Cost: as its steps. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param files: the documents: paths, bytes, binary files, or tuples of name, content and media type
        :param file_url: a public or pre-signed URL for the ``extract`` step
        :param steps: what is done; required
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param auto_delete: whether the service deletes what it has stored once the response is delivered. The
            organization must have storage turned off
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[PipelineExecuteResponse, Submission] = self._client._run(named("pipeline_execute", request, files=files), request_options)
        return response


class Form(Resource):
    """Finds, fills in and clears the fields of PDF forms."""

    __slots__ = ()

    def detect(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[FormResult, Submission]:
        """Finds the fields.

        ``POST /form/detect``. Cost: 1 credit per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param file_url: a public or pre-signed URL of the PDF
        :param form_id: the id of a form from an earlier call
        :param page_range: the pages, counted from 1, for example ``1-3,5``; default all
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[FormResult, Submission] = self._client._run(named("form_detect", request, files=() if file is None else (file,)), request_options)
        return response

    def fill(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[FormResult, Submission]:
        """Fills fields in.

        ``POST /form/fill``. Cost: 3 credits per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param instructions: what is filled in, in words; required
        :param form_fields: the fields, as detected and perhaps corrected
        :param file_url: a public or pre-signed URL of the PDF
        :param form_id: the id of a form from an earlier call
        :param page_range: the pages, counted from 1, for example ``1-3,5``; default all
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[FormResult, Submission] = self._client._run(named("form_fill", request, files=() if file is None else (file,)), request_options)
        return response

    def clear(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[FormResult, Submission]:
        """Empties fields.

        ``POST /form/clear``. Cost: 3 credits per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param instructions: what is emptied, in words; without them all values that a user has entered
        :param form_fields: the fields, as detected and perhaps corrected
        :param file_url: a public or pre-signed URL of the PDF
        :param form_id: the id of a form from an earlier call
        :param page_range: the pages, counted from 1, for example ``1-3,5``; default all
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[FormResult, Submission] = self._client._run(named("form_clear", request, files=() if file is None else (file,)), request_options)
        return response


class Results(Resource):
    """Fetches files of results."""

    __slots__ = ()

    def get_pdf(
        self,
        job_id: str,
        path: Optional[StrPath] = None,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[File]:
        """The PDF that a job has made. A File, or with ``path`` written there, whole or not at all (``GET
        /results/{jobId}/pdf``).
        """
        request = to_json({"job_id": job_id, "path": path_of(path)})
        response: Optional[File] = self._client._run(named("get_result_pdf", request, job_id, to_path=path is not None), request_options)
        return response

    def get_image(
        self,
        job_id: str,
        filename: str,
        path: Optional[StrPath] = None,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[File]:
        """An image of a job's result. A File, or with ``path`` written there, whole or not at all (``GET
        /results/{jobId}/images/{fileName}``).
        """
        request = to_json({"job_id": job_id, "filename": filename, "path": path_of(path)})
        response: Optional[File] = self._client._run(named("get_result_image", request, job_id, to_path=path is not None), request_options)
        return response


class WebhooksOperations(Resource):
    """Verifies and signs webhooks, and makes a link to where they are set up."""

    __slots__ = ()

    def create_webhook_link(
        self,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> CreateWebhookLinkResponse:
        """Makes a link to the page where webhooks are set up. (``POST /webhook``)"""
        response: CreateWebhookLinkResponse = self._client._run(named("create_webhook_link", b""), request_options)
        return response


class Operations(Endpoints):
    """The operations of the API."""

    def extract(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        async_: Optional[bool] = None,
        model: Optional[str] = None,
        extraction_config_id: Optional[str] = None,
        pages: Optional[str] = None,
        figure_processing: Optional[Union[ExtractRequestFigureProcessing, Structured]] = None,
        extensions: Optional[Union[ExtractRequestExtensions, Structured]] = None,
        spreadsheet: Optional[Union[ExtractRequestSpreadsheet, Structured]] = None,
        storage: Optional[Union[ExtractRequestStorage, Structured]] = None,
        structured_output: Optional[Union[ExtractRequestStructuredOutput, Structured]] = None,
        schema: Optional[Any] = None,
        schema_prompt: Optional[str] = None,
        custom_prompt: Optional[str] = None,
        chunking: Optional[str] = None,
        chunk_size: Optional[int] = None,
        extract_figure: Optional[bool] = None,
        figure_description: Optional[bool] = None,
        show_images: Optional[bool] = None,
        return_html: Optional[bool] = None,
        thinking: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[Extraction, Submission]:
        """Extracts a document.

        ``POST /extract``. Cost: 1 credit per page; 10 with pulse-ultra-2. With ``async_=True`` the response is a
        Submission, whose job ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no
        response came: it is not sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param file_url: a public or pre-signed URL that the service downloads. It must stay valid until the job has
            started
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param model: ``default`` or ``pulse-ultra-2``
        :param extraction_config_id: the id of a saved preset; fields set here win over it
        :param pages: the pages, counted from 1, for example ``1-2,5``; default all
        :param figure_processing: what is done with figures
        :param extensions: additional outputs
        :param spreadsheet: how spreadsheets are read
        :param storage: whether and where the extraction is kept
        :param structured_output: values to fill into a JSON schema. The service prefers its schema endpoint for this
        :param schema: deprecated by the service: use ``structured_output``
        :param schema_prompt: deprecated by the service
        :param custom_prompt: deprecated by the service
        :param chunking: deprecated by the service: a comma-separated list of chunk types; use ``chunking``
        :param chunk_size: deprecated by the service: characters of a chunk, 100 to 10 000
        :param extract_figure: deprecated by the service
        :param figure_description: deprecated by the service: use ``description``
        :param show_images: deprecated by the service: use ``show_images``
        :param return_html: deprecated by the service: use ``return_html``
        :param thinking: deprecated by the service
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[Extraction, Submission] = self._run(named("extract", request, files=() if file is None else (file,)), request_options)
        return response

    def submit_extract(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        async_: Optional[bool] = None,
        model: Optional[str] = None,
        extraction_config_id: Optional[str] = None,
        pages: Optional[str] = None,
        figure_processing: Optional[Union[ExtractRequestFigureProcessing, Structured]] = None,
        extensions: Optional[Union[ExtractRequestExtensions, Structured]] = None,
        spreadsheet: Optional[Union[ExtractRequestSpreadsheet, Structured]] = None,
        storage: Optional[Union[ExtractRequestStorage, Structured]] = None,
        structured_output: Optional[Union[ExtractRequestStructuredOutput, Structured]] = None,
        schema: Optional[Any] = None,
        schema_prompt: Optional[str] = None,
        custom_prompt: Optional[str] = None,
        chunking: Optional[str] = None,
        chunk_size: Optional[int] = None,
        extract_figure: Optional[bool] = None,
        figure_description: Optional[bool] = None,
        show_images: Optional[bool] = None,
        return_html: Optional[bool] = None,
        thinking: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission:
        """Submits a document (``POST /extract`` with ``async``); takes what ``extract`` takes. Wait with ``jobs.wait``.
        """
        request = request_of(locals(), request_options)
        response: Submission = self._run(named("submit_extract", request, files=() if file is None else (file,)), request_options)
        return response

    def extract_async(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        async_: Optional[bool] = None,
        model: Optional[str] = None,
        extraction_config_id: Optional[str] = None,
        pages: Optional[str] = None,
        figure_processing: Optional[Union[ExtractRequestFigureProcessing, Structured]] = None,
        extensions: Optional[Union[ExtractRequestExtensions, Structured]] = None,
        spreadsheet: Optional[Union[ExtractRequestSpreadsheet, Structured]] = None,
        storage: Optional[Union[ExtractRequestStorage, Structured]] = None,
        structured_output: Optional[Union[ExtractRequestStructuredOutput, Structured]] = None,
        schema: Optional[Any] = None,
        schema_prompt: Optional[str] = None,
        custom_prompt: Optional[str] = None,
        chunking: Optional[str] = None,
        chunk_size: Optional[int] = None,
        extract_figure: Optional[bool] = None,
        figure_description: Optional[bool] = None,
        show_images: Optional[bool] = None,
        return_html: Optional[bool] = None,
        thinking: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission:
        """Submits a document to the service's older endpoint.

        ``POST /extract_async``. Cost: 1 credit per page; 10 with pulse-ultra-2. The service has deprecated it. The
        response is a submission: ``jobs.wait`` waits for its job. Raises OutcomeUnknownError when the request was sent
        and no response came: it is not sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param file_url: a public or pre-signed URL that the service downloads. It must stay valid until the job has
            started
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param model: ``default`` or ``pulse-ultra-2``
        :param extraction_config_id: the id of a saved preset; fields set here win over it
        :param pages: the pages, counted from 1, for example ``1-2,5``; default all
        :param figure_processing: what is done with figures
        :param extensions: additional outputs
        :param spreadsheet: how spreadsheets are read
        :param storage: whether and where the extraction is kept
        :param structured_output: values to fill into a JSON schema. The service prefers its schema endpoint for this
        :param schema: deprecated by the service: use ``structured_output``
        :param schema_prompt: deprecated by the service
        :param custom_prompt: deprecated by the service
        :param chunking: deprecated by the service: a comma-separated list of chunk types; use ``chunking``
        :param chunk_size: deprecated by the service: characters of a chunk, 100 to 10 000
        :param extract_figure: deprecated by the service
        :param figure_description: deprecated by the service: use ``description``
        :param show_images: deprecated by the service: use ``show_images``
        :param return_html: deprecated by the service: use ``return_html``
        :param thinking: deprecated by the service
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Submission = self._run(named("extract_async", request, files=() if file is None else (file,)), request_options)
        return response

    def split(
        self,
        *,
        extraction_id: Optional[str] = None,
        split_config: Optional[Union[SplitConfig, Structured]] = None,
        split_config_id: Optional[str] = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[SplitResponse, Submission]:
        """Assigns the pages of an extraction to topics.

        ``POST /split``. Cost: 2 credits per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param extraction_id: the stored extraction; required
        :param split_config: the topics; either they or ``split_config_id``
        :param split_config_id: the id of saved topics
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[SplitResponse, Submission] = self._run(named("split", request), request_options)
        return response

    def schema(
        self,
        *,
        extraction_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        split_id: Optional[str] = None,
        schema_config: Optional[Union[SchemaConfig, Structured]] = None,
        schema_config_id: Optional[str] = None,
        split_schema_config: Optional[Union[Mapping[str, TopicSchemaConfig], Structured]] = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[SchemaResponse, Submission]:
        """Fills in a JSON schema or a workbook from extractions or a split.

        ``POST /schema``. Cost: 1 credit per page; 4 with effort. With ``async_=True`` the response is a Submission,
        whose job ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it
        is not sent again.

        :param extraction_id: a stored extraction, or the job of a batch extract, whose completed extractions are
            then taken together
        :param extraction_ids: several stored extractions, taken together
        :param split_id: a split; its topics are filled by ``split_schema_config``
        :param schema_config: what is filled; not with a split
        :param schema_config_id: the id of a saved configuration; not with a split
        :param split_schema_config: what is filled for each topic of a split
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[SchemaResponse, Submission] = self._run(named("schema", request), request_options)
        return response

    def tables(
        self,
        *,
        extraction_id: Optional[str] = None,
        tables_config: Optional[Union[TablesConfig, Structured]] = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[TablesResponse, Submission]:
        """Finds the tables of an extraction.

        ``POST /tables``. Cost: 0.25 credits per table; 0.5 with merge. With ``async_=True`` the response is a
        Submission, whose job ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no
        response came: it is not sent again.

        :param extraction_id: the stored extraction; required
        :param tables_config: how the tables are made
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param request_options: what differs for this call; fields that have no parameter are its
            ``additional_body_parameters``
        """
        request = request_of(locals(), request_options)
        response: Union[TablesResponse, Submission] = self._run(named("tables", request), request_options)
        return response

    def get_schema_excel(
        self,
        schema_id: str,
        path: Optional[StrPath] = None,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[File]:
        """Fetches the workbook of a schema's result. A File, or with ``path`` written there, whole or not at all (``GET
        /schema/{schemaId}/excel``).
        """
        request = to_json({"schema_id": schema_id, "path": path_of(path)})
        response: Optional[File] = self._run(named("get_schema_excel", request, None, to_path=path is not None), request_options)
        return response

    @property
    def batch(self) -> Batch:
        """Many documents in one job of the service."""
        return Batch(self)

    @property
    def pipeline(self) -> Pipeline:
        """Several steps in one job of the service."""
        return Pipeline(self)

    @property
    def form(self) -> Form:
        """Finds, fills in and clears the fields of PDF forms."""
        return Form(self)

    @property
    def results(self) -> Results:
        """Fetches files of results."""
        return Results(self)
