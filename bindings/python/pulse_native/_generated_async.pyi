# Made by `make generate` from the operations in src/Pulse.Client. Do not edit.
"""The operations of the API, as methods of ``AsyncPulse``."""

from __future__ import annotations

from typing import Any, Literal, Mapping, Optional, Sequence, Union, overload

from ._endpoints import Endpoints, Resource
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


class AsyncBatch(Resource):
    """Many documents in one job of the service."""

    __slots__ = ()

    async def extract(
        self,
        *,
        input: Optional[Union[BatchInputSource, Structured]] = None,
        output: Optional[Union[BatchOutputDestination, Structured]] = None,
        extract_options: Optional[Union[ExtractOptions, Structured]] = None,
        workers: Optional[int] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission: ...

    async def schema(
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
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission: ...

    async def split(
        self,
        *,
        batch_extract_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        split_config: Optional[Union[SplitConfig, Structured]] = None,
        output: Optional[Union[BatchOutputDestination, Structured]] = None,
        workers: Optional[int] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission: ...

    async def tables(
        self,
        *,
        batch_extract_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        tables_config: Optional[Union[TablesConfig, Structured]] = None,
        output: Optional[Union[BatchOutputDestination, Structured]] = None,
        workers: Optional[int] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> BatchSubmission: ...


class AsyncPipeline(Resource):
    """Several steps in one job of the service."""

    __slots__ = ()

    @overload
    async def execute(
        self,
        *,
        files: Sequence[FileInput] = (),
        file_url: Optional[str] = None,
        steps: Optional[Union[PipelineSteps, Structured]] = None,
        async_: Literal[True],
        auto_delete: Optional[bool] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def execute(
        self,
        *,
        files: Sequence[FileInput] = (),
        file_url: Optional[str] = None,
        steps: Optional[Union[PipelineSteps, Structured]] = None,
        async_: Optional[Literal[False]] = None,
        auto_delete: Optional[bool] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> PipelineExecuteResponse: ...

    @overload
    async def execute(
        self,
        *,
        files: Sequence[FileInput] = (),
        file_url: Optional[str] = None,
        steps: Optional[Union[PipelineSteps, Structured]] = None,
        async_: Optional[bool],
        auto_delete: Optional[bool] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[PipelineExecuteResponse, Submission]: ...


class AsyncForm(Resource):
    """Finds, fills in and clears the fields of PDF forms."""

    __slots__ = ()

    @overload
    async def detect(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Literal[True],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def detect(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[Literal[False]] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> FormResult: ...

    @overload
    async def detect(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[bool],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[FormResult, Submission]: ...

    @overload
    async def fill(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Literal[True],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def fill(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[Literal[False]] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> FormResult: ...

    @overload
    async def fill(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[bool],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[FormResult, Submission]: ...

    @overload
    async def clear(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Literal[True],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def clear(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[Literal[False]] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> FormResult: ...

    @overload
    async def clear(
        self,
        *,
        file: Optional[FileInput] = None,
        instructions: Optional[str] = None,
        form_fields: Optional[Union[Sequence[FormCell], Sequence[Structured], str]] = None,
        file_url: Optional[str] = None,
        form_id: Optional[str] = None,
        page_range: Optional[str] = None,
        async_: Optional[bool],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[FormResult, Submission]: ...


class AsyncResults(Resource):
    """Downloads files that jobs have created."""

    __slots__ = ()

    @overload
    async def get_pdf(
        self,
        job_id: str,
        path: None = None,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> File: ...

    @overload
    async def get_pdf(
        self,
        job_id: str,
        path: StrPath,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> None: ...

    @overload
    async def get_image(
        self,
        job_id: str,
        filename: str,
        path: None = None,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> File: ...

    @overload
    async def get_image(
        self,
        job_id: str,
        filename: str,
        path: StrPath,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> None: ...


class AsyncWebhooksOperations(Resource):
    """Verifies and signs webhooks, and creates links to the webhook portal."""

    __slots__ = ()

    async def create_webhook_link(
        self,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> CreateWebhookLinkResponse: ...


class AsyncOperations(Endpoints):
    """The operations of the API."""

    @overload
    async def extract(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        async_: Literal[True],
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
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def extract(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        async_: Optional[Literal[False]] = None,
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
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Extraction: ...

    @overload
    async def extract(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        async_: Optional[bool],
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
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[Extraction, Submission]: ...

    async def submit_extract(
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
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    async def extract_async(
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
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def split(
        self,
        *,
        extraction_id: Optional[str] = None,
        split_config: Optional[Union[SplitConfig, Structured]] = None,
        split_config_id: Optional[str] = None,
        async_: Literal[True],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def split(
        self,
        *,
        extraction_id: Optional[str] = None,
        split_config: Optional[Union[SplitConfig, Structured]] = None,
        split_config_id: Optional[str] = None,
        async_: Optional[Literal[False]] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> SplitResponse: ...

    @overload
    async def split(
        self,
        *,
        extraction_id: Optional[str] = None,
        split_config: Optional[Union[SplitConfig, Structured]] = None,
        split_config_id: Optional[str] = None,
        async_: Optional[bool],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[SplitResponse, Submission]: ...

    @overload
    async def schema(
        self,
        *,
        extraction_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        split_id: Optional[str] = None,
        schema_config: Optional[Union[SchemaConfig, Structured]] = None,
        schema_config_id: Optional[str] = None,
        split_schema_config: Optional[Union[Mapping[str, TopicSchemaConfig], Structured]] = None,
        async_: Literal[True],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def schema(
        self,
        *,
        extraction_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        split_id: Optional[str] = None,
        schema_config: Optional[Union[SchemaConfig, Structured]] = None,
        schema_config_id: Optional[str] = None,
        split_schema_config: Optional[Union[Mapping[str, TopicSchemaConfig], Structured]] = None,
        async_: Optional[Literal[False]] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> SchemaResponse: ...

    @overload
    async def schema(
        self,
        *,
        extraction_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        split_id: Optional[str] = None,
        schema_config: Optional[Union[SchemaConfig, Structured]] = None,
        schema_config_id: Optional[str] = None,
        split_schema_config: Optional[Union[Mapping[str, TopicSchemaConfig], Structured]] = None,
        async_: Optional[bool],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[SchemaResponse, Submission]: ...

    @overload
    async def tables(
        self,
        *,
        extraction_id: Optional[str] = None,
        tables_config: Optional[Union[TablesConfig, Structured]] = None,
        async_: Literal[True],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Submission: ...

    @overload
    async def tables(
        self,
        *,
        extraction_id: Optional[str] = None,
        tables_config: Optional[Union[TablesConfig, Structured]] = None,
        async_: Optional[Literal[False]] = None,
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> TablesResponse: ...

    @overload
    async def tables(
        self,
        *,
        extraction_id: Optional[str] = None,
        tables_config: Optional[Union[TablesConfig, Structured]] = None,
        async_: Optional[bool],
        extra_body: Optional[Mapping[str, Any]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Union[TablesResponse, Submission]: ...

    @overload
    async def get_schema_excel(
        self,
        schema_id: str,
        path: None = None,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> File: ...

    @overload
    async def get_schema_excel(
        self,
        schema_id: str,
        path: StrPath,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> None: ...

    @property
    def batch(self) -> AsyncBatch:
        ...

    @property
    def pipeline(self) -> AsyncPipeline:
        ...

    @property
    def form(self) -> AsyncForm:
        ...

    @property
    def results(self) -> AsyncResults:
        ...
