# Made by `make generate` from the operations in src/Pulse.Client. Do not edit.
"""The operations of the API, as methods of ``Pulse``."""

from __future__ import annotations

from . import _annotations as t
from ._endpoints import Endpoints, Resource, path_of
from ._operations import named
from ._request import to_json


class Batch(Resource):
    """Many documents in one job of the service."""

    __slots__ = ()

    def extract(
        self,
        *,
        input: t.Optional[t.Union[t.BatchInputSource, t.Structured]] = None,
        output: t.Optional[t.Union[t.BatchOutputDestination, t.Structured]] = None,
        extract_options: t.Optional[t.Union[t.ExtractOptions, t.Structured]] = None,
        workers: t.Optional[int] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.BatchSubmission:
        """Extracts many documents, given as files (sent inside the request), URLs or a folder in S3.

        ``POST /batch/extract``. Cost: as extract, for each document. The response is a submission: ``jobs.wait``
        waits for its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent
        again.

        :param input: the documents. Required
        :param output: where the service writes the results. Required
        :param extract_options: the options for extracting each document
        :param workers: the number of documents processed concurrently, 1 to 10
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "input": input,
                "output": output,
                "extract_options": extract_options,
                "workers": workers,
            },
            request_options,
            extra_body,
        )
        response: t.BatchSubmission = self._client._run(named("batch_extract", request), request_options)
        return response

    def schema(
        self,
        *,
        batch_extract_id: t.Optional[str] = None,
        extraction_ids: t.Optional[t.Sequence[str]] = None,
        schema_config: t.Optional[t.Union[t.SchemaConfig, t.Structured]] = None,
        batch_split_id: t.Optional[str] = None,
        split_ids: t.Optional[t.Sequence[str]] = None,
        split_schema_config: t.Optional[t.Union[t.Mapping[str, t.TopicSchemaConfig], t.Structured]] = None,
        output: t.Optional[t.Union[t.BatchOutputDestination, t.Structured]] = None,
        page_range: t.Optional[str] = None,
        workers: t.Optional[int] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.BatchSubmission:
        """Fills in a schema for each of many extractions, or of many splits.

        ``POST /batch/schema``. Cost: as schema, for each item. The response is a submission: ``jobs.wait`` waits for
        its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent again.

        :param batch_extract_id: the job id of a batch extract
        :param extraction_ids: the ids of stored extractions
        :param schema_config: the schema to fill in for each extraction
        :param batch_split_id: the job id of a batch split
        :param split_ids: the ids of splits
        :param split_schema_config: the schema to fill in for each topic of each split
        :param output: where the service writes the results. Required
        :param page_range: the pages to process, counted from 1, for example ``1-2,5``. Default: all
        :param workers: the number of items processed concurrently, 1 to 10
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "batch_extract_id": batch_extract_id,
                "extraction_ids": extraction_ids,
                "schema_config": schema_config,
                "batch_split_id": batch_split_id,
                "split_ids": split_ids,
                "split_schema_config": split_schema_config,
                "output": output,
                "page_range": page_range,
                "workers": workers,
            },
            request_options,
            extra_body,
        )
        response: t.BatchSubmission = self._client._run(named("batch_schema", request), request_options)
        return response

    def split(
        self,
        *,
        batch_extract_id: t.Optional[str] = None,
        extraction_ids: t.Optional[t.Sequence[str]] = None,
        split_config: t.Optional[t.Union[t.SplitConfig, t.Structured]] = None,
        output: t.Optional[t.Union[t.BatchOutputDestination, t.Structured]] = None,
        workers: t.Optional[int] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.BatchSubmission:
        """Splits each of many extractions.

        ``POST /batch/split``. Cost: as split, for each extraction. The response is a submission: ``jobs.wait`` waits
        for its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent again.

        :param batch_extract_id: the job id of a batch extract. Set either this or ``extraction_ids``
        :param extraction_ids: the ids of stored extractions
        :param split_config: the topics. Required
        :param output: where the service writes the results. Required
        :param workers: the number of items processed concurrently, 1 to 10
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "batch_extract_id": batch_extract_id,
                "extraction_ids": extraction_ids,
                "split_config": split_config,
                "output": output,
                "workers": workers,
            },
            request_options,
            extra_body,
        )
        response: t.BatchSubmission = self._client._run(named("batch_split", request), request_options)
        return response

    def tables(
        self,
        *,
        batch_extract_id: t.Optional[str] = None,
        extraction_ids: t.Optional[t.Sequence[str]] = None,
        tables_config: t.Optional[t.Union[t.TablesConfig, t.Structured]] = None,
        output: t.Optional[t.Union[t.BatchOutputDestination, t.Structured]] = None,
        workers: t.Optional[int] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.BatchSubmission:
        """Finds the tables of each of many extractions.

        ``POST /batch/tables``. Cost: as tables, for each extraction. The response is a submission: ``jobs.wait``
        waits for its job. Raises OutcomeUnknownError when the request was sent and no response came: it is not sent
        again.

        :param batch_extract_id: the job id of a batch extract. Set either this or ``extraction_ids``
        :param extraction_ids: the ids of stored extractions
        :param tables_config: the options for the tables
        :param output: where the service writes the results. Required
        :param workers: the number of items processed concurrently, 1 to 10
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "batch_extract_id": batch_extract_id,
                "extraction_ids": extraction_ids,
                "tables_config": tables_config,
                "output": output,
                "workers": workers,
            },
            request_options,
            extra_body,
        )
        response: t.BatchSubmission = self._client._run(named("batch_tables", request), request_options)
        return response


class Pipeline(Resource):
    """Several steps in one job of the service."""

    __slots__ = ()

    def execute(
        self,
        *,
        files: t.Sequence[t.FileInput] = (),
        file_url: t.Optional[str] = None,
        steps: t.Optional[t.Union[t.PipelineSteps, t.Structured]] = None,
        async_: t.Optional[bool] = None,
        auto_delete: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.PipelineExecuteResponse, t.Submission]:
        """Runs the steps that the request names.

        ``POST /pipeline/execute``. Cost: as its steps. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param files: the documents: paths, bytes, binary files, or tuples of name, content and media type
        :param file_url: a public or presigned URL for the ``extract`` step
        :param steps: the steps. Required
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param auto_delete: whether the service deletes what it has stored once the response is delivered. Storage
            must be turned off for the organization
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "file_url": file_url,
                "steps": steps,
                "async_": async_,
                "auto_delete": auto_delete,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.PipelineExecuteResponse, t.Submission] = self._client._run(named("pipeline_execute", request, files=files), request_options)
        return response


class Form(Resource):
    """Finds, fills in and clears the fields of PDF forms."""

    __slots__ = ()

    def detect(
        self,
        *,
        file: t.Optional[t.FileInput] = None,
        file_url: t.Optional[str] = None,
        form_id: t.Optional[str] = None,
        page_range: t.Optional[str] = None,
        async_: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.FormResult, t.Submission]:
        """Detects the fields of a form.

        ``POST /form/detect``. Cost: 1 credit per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param file_url: a public or presigned URL of the PDF
        :param form_id: the id of a form from an earlier call
        :param page_range: the pages to process, counted from 1, for example ``1-3,5``. Default: all
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "file_url": file_url,
                "form_id": form_id,
                "page_range": page_range,
                "async_": async_,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.FormResult, t.Submission] = self._client._run(named("form_detect", request, files=() if file is None else (file,)), request_options)
        return response

    def fill(
        self,
        *,
        file: t.Optional[t.FileInput] = None,
        instructions: t.Optional[str] = None,
        form_fields: t.Optional[t.Union[t.Sequence[t.FormCell], t.Sequence[t.Structured], str]] = None,
        file_url: t.Optional[str] = None,
        form_id: t.Optional[str] = None,
        page_range: t.Optional[str] = None,
        async_: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.FormResult, t.Submission]:
        """Fills in fields of a form.

        ``POST /form/fill``. Cost: 3 credits per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param instructions: instructions, in plain text, for what to fill in. Required
        :param form_fields: the detected fields, possibly corrected
        :param file_url: a public or presigned URL of the PDF
        :param form_id: the id of a form from an earlier call
        :param page_range: the pages to process, counted from 1, for example ``1-3,5``. Default: all
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "instructions": instructions,
                "form_fields": form_fields,
                "file_url": file_url,
                "form_id": form_id,
                "page_range": page_range,
                "async_": async_,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.FormResult, t.Submission] = self._client._run(named("form_fill", request, files=() if file is None else (file,)), request_options)
        return response

    def clear(
        self,
        *,
        file: t.Optional[t.FileInput] = None,
        instructions: t.Optional[str] = None,
        form_fields: t.Optional[t.Union[t.Sequence[t.FormCell], t.Sequence[t.Structured], str]] = None,
        file_url: t.Optional[str] = None,
        form_id: t.Optional[str] = None,
        page_range: t.Optional[str] = None,
        async_: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.FormResult, t.Submission]:
        """Clears fields of a form.

        ``POST /form/clear``. Cost: 3 credits per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param instructions: instructions, in plain text, for what to clear. Default: all values that a user has
            entered
        :param form_fields: the detected fields, possibly corrected
        :param file_url: a public or presigned URL of the PDF
        :param form_id: the id of a form from an earlier call
        :param page_range: the pages to process, counted from 1, for example ``1-3,5``. Default: all
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "instructions": instructions,
                "form_fields": form_fields,
                "file_url": file_url,
                "form_id": form_id,
                "page_range": page_range,
                "async_": async_,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.FormResult, t.Submission] = self._client._run(named("form_clear", request, files=() if file is None else (file,)), request_options)
        return response


class Results(Resource):
    """Downloads files that jobs have created."""

    __slots__ = ()

    def get_pdf(
        self,
        job_id: str,
        path: t.Optional[t.StrPath] = None,
        *,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Optional[t.File]:
        """Fetches the PDF that a job has produced. A File, or with ``path`` written there, whole or not at all (``GET
        /results/{jobId}/pdf``).
        """
        request = to_json({"job_id": job_id, "path": path_of(path)})
        response: t.Optional[t.File] = self._client._run(named("get_result_pdf", request, job_id, to_path=path is not None), request_options)
        return response

    def get_image(
        self,
        job_id: str,
        filename: str,
        path: t.Optional[t.StrPath] = None,
        *,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Optional[t.File]:
        """Fetches an image of a job's result. A File, or with ``path`` written there, whole or not at all (``GET
        /results/{jobId}/images/{fileName}``).
        """
        request = to_json({"job_id": job_id, "filename": filename, "path": path_of(path)})
        response: t.Optional[t.File] = self._client._run(named("get_result_image", request, job_id, to_path=path is not None), request_options)
        return response


class WebhooksOperations(Resource):
    """Verifies and signs webhooks, and creates links to the webhook portal."""

    __slots__ = ()

    def create_webhook_link(
        self,
        *,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.CreateWebhookLinkResponse:
        """Creates a link to the page where webhooks are managed. (``POST /webhook``)"""
        response: t.CreateWebhookLinkResponse = self._client._run(named("create_webhook_link", b""), request_options)
        return response


class Operations(Endpoints):
    """The operations of the API."""

    _extract_options = (
        "file_url",
        "async_",
        "model",
        "extraction_config_id",
        "pages",
        "figure_processing",
        "extensions",
        "spreadsheet",
        "storage",
        "structured_output",
        "schema",
        "schema_prompt",
        "custom_prompt",
        "chunking",
        "chunk_size",
        "extract_figure",
        "figure_description",
        "show_images",
        "return_html",
        "thinking",
    )

    def extract(
        self,
        *,
        file: t.Optional[t.FileInput] = None,
        file_url: t.Optional[str] = None,
        async_: t.Optional[bool] = None,
        model: t.Optional[str] = None,
        extraction_config_id: t.Optional[str] = None,
        pages: t.Optional[str] = None,
        figure_processing: t.Optional[t.Union[t.ExtractRequestFigureProcessing, t.Structured]] = None,
        extensions: t.Optional[t.Union[t.ExtractRequestExtensions, t.Structured]] = None,
        spreadsheet: t.Optional[t.Union[t.ExtractRequestSpreadsheet, t.Structured]] = None,
        storage: t.Optional[t.Union[t.ExtractRequestStorage, t.Structured]] = None,
        structured_output: t.Optional[t.Union[t.ExtractRequestStructuredOutput, t.Structured]] = None,
        schema: t.Optional[t.Any] = None,
        schema_prompt: t.Optional[str] = None,
        custom_prompt: t.Optional[str] = None,
        chunking: t.Optional[str] = None,
        chunk_size: t.Optional[int] = None,
        extract_figure: t.Optional[bool] = None,
        figure_description: t.Optional[bool] = None,
        show_images: t.Optional[bool] = None,
        return_html: t.Optional[bool] = None,
        thinking: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.Extraction, t.Submission]:
        """Extracts a document.

        ``POST /extract``. Cost: 1 credit per page; 10 with pulse-ultra-2. With ``async_=True`` the response is a
        Submission, whose job ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no
        response came: it is not sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param file_url: a public or presigned URL that the service downloads. It must remain valid until the job has
            started
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param model: the model: ``default`` or ``pulse-ultra-2``
        :param extraction_config_id: the id of a saved preset. Fields that are set here take precedence over it
        :param pages: the pages to process, counted from 1, for example ``1-2,5``. Default: all
        :param figure_processing: the processing of figures
        :param extensions: additional outputs
        :param spreadsheet: the options for spreadsheets
        :param storage: whether and where the extraction is stored
        :param structured_output: a JSON schema to fill in with values from the document. The service recommends its
            schema endpoint instead
        :param schema: deprecated by the service: use ``structured_output``
        :param schema_prompt: deprecated by the service
        :param custom_prompt: deprecated by the service
        :param chunking: deprecated by the service: a comma-separated list of chunk types; use ``chunking``
        :param chunk_size: deprecated by the service: the maximum size of a chunk in characters, 100 to 10 000
        :param extract_figure: deprecated by the service
        :param figure_description: deprecated by the service: use ``description``
        :param show_images: deprecated by the service: use ``show_images``
        :param return_html: deprecated by the service: use ``return_html``
        :param thinking: deprecated by the service
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "file_url": file_url,
                "async_": async_,
                "model": model,
                "extraction_config_id": extraction_config_id,
                "pages": pages,
                "figure_processing": figure_processing,
                "extensions": extensions,
                "spreadsheet": spreadsheet,
                "storage": storage,
                "structured_output": structured_output,
                "schema": schema,
                "schema_prompt": schema_prompt,
                "custom_prompt": custom_prompt,
                "chunking": chunking,
                "chunk_size": chunk_size,
                "extract_figure": extract_figure,
                "figure_description": figure_description,
                "show_images": show_images,
                "return_html": return_html,
                "thinking": thinking,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.Extraction, t.Submission] = self._run(named("extract", request, files=() if file is None else (file,)), request_options)
        return response

    def submit_extract(
        self,
        *,
        file: t.Optional[t.FileInput] = None,
        file_url: t.Optional[str] = None,
        async_: t.Optional[bool] = None,
        model: t.Optional[str] = None,
        extraction_config_id: t.Optional[str] = None,
        pages: t.Optional[str] = None,
        figure_processing: t.Optional[t.Union[t.ExtractRequestFigureProcessing, t.Structured]] = None,
        extensions: t.Optional[t.Union[t.ExtractRequestExtensions, t.Structured]] = None,
        spreadsheet: t.Optional[t.Union[t.ExtractRequestSpreadsheet, t.Structured]] = None,
        storage: t.Optional[t.Union[t.ExtractRequestStorage, t.Structured]] = None,
        structured_output: t.Optional[t.Union[t.ExtractRequestStructuredOutput, t.Structured]] = None,
        schema: t.Optional[t.Any] = None,
        schema_prompt: t.Optional[str] = None,
        custom_prompt: t.Optional[str] = None,
        chunking: t.Optional[str] = None,
        chunk_size: t.Optional[int] = None,
        extract_figure: t.Optional[bool] = None,
        figure_description: t.Optional[bool] = None,
        show_images: t.Optional[bool] = None,
        return_html: t.Optional[bool] = None,
        thinking: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Submission:
        """Submits a document (``POST /extract`` with ``async``); takes what ``extract`` takes. Wait with ``jobs.wait``.
        """
        request = to_json(
            {
                "file_url": file_url,
                "async_": async_,
                "model": model,
                "extraction_config_id": extraction_config_id,
                "pages": pages,
                "figure_processing": figure_processing,
                "extensions": extensions,
                "spreadsheet": spreadsheet,
                "storage": storage,
                "structured_output": structured_output,
                "schema": schema,
                "schema_prompt": schema_prompt,
                "custom_prompt": custom_prompt,
                "chunking": chunking,
                "chunk_size": chunk_size,
                "extract_figure": extract_figure,
                "figure_description": figure_description,
                "show_images": show_images,
                "return_html": return_html,
                "thinking": thinking,
            },
            request_options,
            extra_body,
        )
        response: t.Submission = self._run(named("submit_extract", request, files=() if file is None else (file,)), request_options)
        return response

    def extract_async(
        self,
        *,
        file: t.Optional[t.FileInput] = None,
        file_url: t.Optional[str] = None,
        async_: t.Optional[bool] = None,
        model: t.Optional[str] = None,
        extraction_config_id: t.Optional[str] = None,
        pages: t.Optional[str] = None,
        figure_processing: t.Optional[t.Union[t.ExtractRequestFigureProcessing, t.Structured]] = None,
        extensions: t.Optional[t.Union[t.ExtractRequestExtensions, t.Structured]] = None,
        spreadsheet: t.Optional[t.Union[t.ExtractRequestSpreadsheet, t.Structured]] = None,
        storage: t.Optional[t.Union[t.ExtractRequestStorage, t.Structured]] = None,
        structured_output: t.Optional[t.Union[t.ExtractRequestStructuredOutput, t.Structured]] = None,
        schema: t.Optional[t.Any] = None,
        schema_prompt: t.Optional[str] = None,
        custom_prompt: t.Optional[str] = None,
        chunking: t.Optional[str] = None,
        chunk_size: t.Optional[int] = None,
        extract_figure: t.Optional[bool] = None,
        figure_description: t.Optional[bool] = None,
        show_images: t.Optional[bool] = None,
        return_html: t.Optional[bool] = None,
        thinking: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Submission:
        """Submits a document to the service's older endpoint.

        ``POST /extract_async``. Cost: 1 credit per page; 10 with pulse-ultra-2. The service has deprecated it. The
        response is a submission: ``jobs.wait`` waits for its job. Raises OutcomeUnknownError when the request was sent
        and no response came: it is not sent again.

        :param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type
        :param file_url: a public or presigned URL that the service downloads. It must remain valid until the job has
            started
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param model: the model: ``default`` or ``pulse-ultra-2``
        :param extraction_config_id: the id of a saved preset. Fields that are set here take precedence over it
        :param pages: the pages to process, counted from 1, for example ``1-2,5``. Default: all
        :param figure_processing: the processing of figures
        :param extensions: additional outputs
        :param spreadsheet: the options for spreadsheets
        :param storage: whether and where the extraction is stored
        :param structured_output: a JSON schema to fill in with values from the document. The service recommends its
            schema endpoint instead
        :param schema: deprecated by the service: use ``structured_output``
        :param schema_prompt: deprecated by the service
        :param custom_prompt: deprecated by the service
        :param chunking: deprecated by the service: a comma-separated list of chunk types; use ``chunking``
        :param chunk_size: deprecated by the service: the maximum size of a chunk in characters, 100 to 10 000
        :param extract_figure: deprecated by the service
        :param figure_description: deprecated by the service: use ``description``
        :param show_images: deprecated by the service: use ``show_images``
        :param return_html: deprecated by the service: use ``return_html``
        :param thinking: deprecated by the service
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "file_url": file_url,
                "async_": async_,
                "model": model,
                "extraction_config_id": extraction_config_id,
                "pages": pages,
                "figure_processing": figure_processing,
                "extensions": extensions,
                "spreadsheet": spreadsheet,
                "storage": storage,
                "structured_output": structured_output,
                "schema": schema,
                "schema_prompt": schema_prompt,
                "custom_prompt": custom_prompt,
                "chunking": chunking,
                "chunk_size": chunk_size,
                "extract_figure": extract_figure,
                "figure_description": figure_description,
                "show_images": show_images,
                "return_html": return_html,
                "thinking": thinking,
            },
            request_options,
            extra_body,
        )
        response: t.Submission = self._run(named("extract_async", request, files=() if file is None else (file,)), request_options)
        return response

    def split(
        self,
        *,
        extraction_id: t.Optional[str] = None,
        split_config: t.Optional[t.Union[t.SplitConfig, t.Structured]] = None,
        split_config_id: t.Optional[str] = None,
        async_: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.SplitResponse, t.Submission]:
        """Assigns the pages of an extraction to topics.

        ``POST /split``. Cost: 2 credits per page. With ``async_=True`` the response is a Submission, whose job
        ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it is not
        sent again.

        :param extraction_id: the id of the stored extraction. Required
        :param split_config: the topics. Set either this or ``split_config_id``
        :param split_config_id: the id of a saved split configuration
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "extraction_id": extraction_id,
                "split_config": split_config,
                "split_config_id": split_config_id,
                "async_": async_,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.SplitResponse, t.Submission] = self._run(named("split", request), request_options)
        return response

    def schema(
        self,
        *,
        extraction_id: t.Optional[str] = None,
        extraction_ids: t.Optional[t.Sequence[str]] = None,
        split_id: t.Optional[str] = None,
        schema_config: t.Optional[t.Union[t.SchemaConfig, t.Structured]] = None,
        schema_config_id: t.Optional[str] = None,
        split_schema_config: t.Optional[t.Union[t.Mapping[str, t.TopicSchemaConfig], t.Structured]] = None,
        async_: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.SchemaResponse, t.Submission]:
        """Fills in a JSON schema or a workbook from extractions or a split.

        ``POST /schema``. Cost: 1 credit per page; 4 with effort. With ``async_=True`` the response is a Submission,
        whose job ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no response came: it
        is not sent again.

        :param extraction_id: the id of a stored extraction, or the job id of a batch extract, whose completed
            extractions are combined
        :param extraction_ids: the ids of several stored extractions, which are combined
        :param split_id: the id of a split. ``split_schema_config`` has the schemas for its topics
        :param schema_config: the schema to fill in. Not with a split
        :param schema_config_id: the id of a saved configuration. Not with a split
        :param split_schema_config: the schema to fill in for each topic of a split
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "extraction_id": extraction_id,
                "extraction_ids": extraction_ids,
                "split_id": split_id,
                "schema_config": schema_config,
                "schema_config_id": schema_config_id,
                "split_schema_config": split_schema_config,
                "async_": async_,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.SchemaResponse, t.Submission] = self._run(named("schema", request), request_options)
        return response

    def tables(
        self,
        *,
        extraction_id: t.Optional[str] = None,
        tables_config: t.Optional[t.Union[t.TablesConfig, t.Structured]] = None,
        async_: t.Optional[bool] = None,
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Union[t.TablesResponse, t.Submission]:
        """Finds the tables of an extraction.

        ``POST /tables``. Cost: 0.25 credits per table; 0.5 with merge. With ``async_=True`` the response is a
        Submission, whose job ``jobs.wait`` waits for. Raises OutcomeUnknownError when the request was sent and no
        response came: it is not sent again.

        :param extraction_id: the id of the stored extraction. Required
        :param tables_config: the options for the tables
        :param async_: whether a job is made in place of a result; the call then returns its Submission
        :param extra_body: fields of the request that have no parameter
        :param request_options: what differs for this call
        """
        request = to_json(
            {
                "extraction_id": extraction_id,
                "tables_config": tables_config,
                "async_": async_,
            },
            request_options,
            extra_body,
        )
        response: t.Union[t.TablesResponse, t.Submission] = self._run(named("tables", request), request_options)
        return response

    def get_schema_excel(
        self,
        schema_id: str,
        path: t.Optional[t.StrPath] = None,
        *,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Optional[t.File]:
        """Fetches the workbook of a schema's result. A File, or with ``path`` written there, whole or not at all (``GET
        /schema/{schemaId}/excel``).
        """
        request = to_json({"schema_id": schema_id, "path": path_of(path)})
        response: t.Optional[t.File] = self._run(named("get_schema_excel", request, None, to_path=path is not None), request_options)
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
        """Downloads files that jobs have created."""
        return Results(self)
