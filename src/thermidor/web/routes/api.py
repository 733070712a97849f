"""The JSON API: the explorer's answers for programs."""
from fastapi import APIRouter
router = APIRouter()
